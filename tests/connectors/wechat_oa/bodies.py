"""Raw events of an Official Account, to be changed at random."""

from collections.abc import Mapping

from tests.connectors.reading import SAMPLES, sample

KINDS: Mapping[str, Mapping[str, str]] = {"push": {}, "user_info": {}}
BODIES = [
    *(
        ("push", path.read_bytes())
        for path in sorted(SAMPLES.glob("wechat_oa/*.xml"))
        if not path.name.startswith("encrypted")
    ),
    ("user_info", sample("wechat_oa/user_info.json")),
]
