"""Raw events of Doudian's messages, to be changed at random."""

from collections.abc import Mapping

from connectors.douyin_shop.receiver import MESSAGE
from connectors.sdk.json_text import array_elements
from tests.connectors.reading import SAMPLES

KINDS: Mapping[str, Mapping[str, str]] = {MESSAGE: {}}
BODIES = [
    (MESSAGE, body)
    for path in sorted(SAMPLES.glob("douyin_shop/*.json"))
    for body in array_elements(path.read_bytes())
]
