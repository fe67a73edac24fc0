"""The embedded stack: every part on this machine, from Python packages alone, on 127.0.0.1."""
