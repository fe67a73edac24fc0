"""Dead letters: what could not be processed, kept with its bytes, listed and replayed."""
