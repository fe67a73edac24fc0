"""Raw events of a shop, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import SAMPLES, sample

KINDS: Mapping[str, Mapping[str, str]] = {"push": {}, "order": {}}
BODIES = [
    *(
        ("push", element)
        for path in sorted(SAMPLES.glob("xiaohongshu/push_*.json"))
        for element in array_elements(path.read_bytes())
    ),
    *(
        ("order", element)
        for element in array_elements(sample("xiaohongshu/api_envelope.json"), "data", "orderList")
    ),
]
