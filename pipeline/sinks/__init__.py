"""What consumes the topics and writes them elsewhere."""
