"""Messages as table rows: pure functions, one file per topic."""
