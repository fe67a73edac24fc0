"""Identity: which accounts are one person. No Kafka and no ClickHouse in here."""
