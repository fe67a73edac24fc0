"""Alembic migrations of the identity store."""
