"""What each platform would send, in its own format."""
