"""The key of the hashes that stand beside masked values."""

import os
import secrets

from pipeline.settings import Settings

KEY_BYTES = 32


def hash_key(settings: Settings) -> bytes:
    """The key from the settings, else the one kept in the data directory, made at first use.

    Losing the key means that new hashes no longer join with old ones: back it up with the data.
    """
    given = settings.hash_key.get_secret_value()
    if given:
        return given.encode()
    path = settings.data_dir / "hash.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_hex(KEY_BYTES).encode()
        file.write(key)
    return key
