"""Raw events of Meituan, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import sample

KINDS: Mapping[str, Mapping[str, str]] = {
    "waimai_review": {"shop": "poi_001"},
    "dianping_review": {"shop": "shop-1", "site": "dianping"},
    "order": {},
}
BODIES = [
    *(
        ("waimai_review", element)
        for element in array_elements(sample("meituan/waimai_comment_query.json"), "data")
    ),
    *(
        ("dianping_review", element)
        for element in array_elements(sample("meituan/dianping_queryshopreview.json"), "data")
    ),
    ("order", sample("meituan/waimai_order_push.form")),
]
