"""Pushes a day through the real connectors, as the platforms would."""
