"""chDB served on ClickHouse's HTTP interface, for the embedded stack.

Good for every client of that interface: clickhouse-connect, curl, JDBC tools such as DBeaver. One
process serves one data directory on 127.0.0.1 to the user `default` without a password:

    python -m pipeline.embedded.clickhouse_server --path DIR --port N

Each request has a connection of its own, so settings never leak and statements run side by side.
Known limits: statements are at most `reading.LONGEST_STATEMENT_BYTES` long (the data of an INSERT
has no limit and is never held whole), forms `form.LONGEST_FORM_BYTES`; a result that is not
streamed (`formats.STREAMABLE`, without `wait_end_of_query`) is held in memory once;
`INSERT … SELECT FROM input(…)` is refused; progress headers are not sent; a `query_id` is echoed
but stands in `log_comment` of system.processes; a dictionary is reloaded when it is read and its
table has changed, not by its LIFETIME; there are no users, quotas or system logs.
"""
