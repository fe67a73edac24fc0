"""The outside world. One module for each platform holds all we know of it."""
