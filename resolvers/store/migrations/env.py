"""Alembic's entry: runs on the connection that `resolvers.store.schema` hands over."""

from alembic import context

from resolvers.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
