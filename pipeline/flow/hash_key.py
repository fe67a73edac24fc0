"""The key of the hashes that stand beside masked values."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipeline.settings import Settings
from schemas.errors import Fatal

KEY_BYTES = 32
SHORTEST_KEY = 16


def hash_key(settings: Settings) -> bytes:
    """The key from the settings, else the one kept in the data directory, made at first use.

    Losing the key means that new hashes no longer join with old ones: back it up with the data.

    Raises:
        Fatal: when the key is too short to hide anything.
    """
    key = settings.hash_key.get_secret_value().encode() or _kept(settings.data_dir / "hash.key")
    if len(key) < SHORTEST_KEY:
        raise Fatal(f"hash_key: expected at least {SHORTEST_KEY} bytes, found {len(key)}")
    return key


def _kept(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix="hash.", buffering=0) as written:
            written.write(secrets.token_hex(KEY_BYTES).encode())
            os.fsync(written.fileno())
            # A link appears whole or not at all, and the first of several processes wins.
            with suppress(FileExistsError):
                os.link(written.name, path)
    return path.read_bytes()
