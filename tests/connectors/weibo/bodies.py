"""Raw events of Weibo's callbacks and lists, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import SAMPLES, sample

KINDS: Mapping[str, Mapping[str, str]] = {"fans": {}, "comment": {}, "status": {}}
BODIES = [
    *(("fans", path.read_bytes()) for path in sorted(SAMPLES.glob("weibo/fans_*.json"))),
    *(
        ("comment", element)
        for element in array_elements(sample("weibo/comments_to_me.json"), "comments")
    ),
    *(
        ("status", element)
        for element in array_elements(sample("weibo/statuses_mentions.json"), "statuses")
    ),
]
