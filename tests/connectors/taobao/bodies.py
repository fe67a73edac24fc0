"""What the fuzz tests change: one body of each kind of raw event of Taobao."""

import json
from collections.abc import Mapping

from connectors.sdk.json_text import array_elements, parse_object
from pipeline.simulator.taobao_channel import frame_of
from tests.connectors.reading import sample

PAID = sample("taobao/tmc_trade_buyer_pay.json")
TRADE = array_elements(
    sample("taobao/trades_sold_increment_get.json"),
    "trades_sold_increment_get_response",
    "trades",
    "trade",
)[0]
REVIEW = json.dumps(
    {
        "tid": 3900000000000000001,
        "oid": 3900000000000000001,
        "role": "buyer",
        "result": "good",
        "created": "2026-01-05 20:00:00",
        "item_title": "保湿面霜 50ml",
        "item_price": "158.00",
        "num_iid": 690000000001,
        "content": "很好用",
    }
).encode()
"""There is no sample of reviews; fields as SDKs name them."""

HEADERS = {"app_key": "12000002"}
KINDS: Mapping[str, Mapping[str, str]] = dict.fromkeys(
    ("tmc_message", "tmc_frame", "trade", "review"), HEADERS
)
BODIES: list[tuple[str, bytes]] = [
    ("tmc_message", PAID),
    ("tmc_message", sample("taobao/tmc_refund_created.json")),
    ("tmc_frame", frame_of(parse_object(PAID))),
    ("tmc_frame", frame_of(parse_object(PAID), zipped=True)),
    ("trade", TRADE),
    ("review", REVIEW),
]
