"""A connector to begin with: see `pipeline.new_connector`."""
