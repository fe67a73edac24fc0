"""Raw events of a CRM file, to be changed at random."""

import json
from collections.abc import Mapping

MAPPING = {
    "source_account": "a",
    "record_id": {"columns": ["id"]},
    "occurred_at": {"columns": ["at"]},
    "identifiers": {"phone": {"columns": ["phone"]}},
}
KINDS: Mapping[str, Mapping[str, str]] = {
    "record": {"mapping": json.dumps(MAPPING), "stated_at": "2026-01-01T00:00:00Z"},
    "manifest": {},
}
BODIES = [
    ("record", b'{"id": "1", "at": "2026/1/1", "phone": "13900010001"}'),
    ("manifest", b'{"name": "export.csv", "rows": 1}'),
]
