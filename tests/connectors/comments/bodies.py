"""Raw events of a file of comments, to be changed at random."""

import json
from collections.abc import Mapping

from tests.connectors.comments.files import ROW

KINDS: Mapping[str, Mapping[str, str]] = {"comment": {"file": "comments.csv"}, "manifest": {}}
BODIES = [
    ("comment", json.dumps(ROW).encode()),
    ("comment", json.dumps(ROW | {"author_id": "", "platform": "bilibili"}).encode()),
    ("manifest", b'{"name": "comments.csv", "rows": 1}'),
]
