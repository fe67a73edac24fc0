"""Raw events of both trackers, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import sample

KINDS: Mapping[str, Mapping[str, str]] = {
    "segment": {"batch": '{"sentAt": "2026-01-01T03:49:00Z"}'},
    "snowplow": {},
    "pixel": {},
}
BODIES = [
    *(
        ("segment", sample(f"web_tracking/{name}.json"))
        for name in ("identify", "track", "page", "screen", "group", "alias")
    ),
    *(
        ("snowplow", element)
        for element in array_elements(sample("web_tracking/snowplow_tp2.json"), "data")
    ),
    ("pixel", b"e=pv&eid=e1&aid=shop-web&duid=d1&dtm=1767240000&url=https%3A%2F%2Fa"),
]
