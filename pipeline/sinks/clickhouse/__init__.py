"""Topics into ClickHouse tables: migrations, rows of messages, batches, and the process."""
