"""Raw events of Kuaishou's webhooks, to be changed at random."""

import json
from collections.abc import Mapping

from connectors.kuaishou.receiver import CALL, OTHER_LIVE
from connectors.sdk.json_text import array_elements
from tests.connectors.kuaishou.shop import order
from tests.connectors.reading import sample

_ROOM = {"room_code": "ROOM0001", "author_open_id": "author", "timestamp": "1767240800001"}
_SAMPLES = {"liveComment": "live_comment", "giftSend": "live_gift", "liveLike": "live_like"}
_ORDER = json.dumps(order(1, paid=True)).encode()

KINDS: Mapping[str, Mapping[str, str]] = {
    **{kind: {"push_type": kind, **_ROOM} for kind in _SAMPLES},
    OTHER_LIVE: {"push_type": "liveShare", **_ROOM},
    CALL: {},
    "order_placed": {},
    "order_paid": {},
}
BODIES = [
    *(
        (kind, body)
        for kind, name in _SAMPLES.items()
        for body in array_elements(sample(f"kuaishou/{name}.json"), "data", "payload")
    ),
    (OTHER_LIVE, b'{"userInfo": {"userId": "u1", "userName": "x"}}'),
    *((kind, _ORDER) for kind in ("order_placed", "order_paid")),
    ("order_placed", b'{"orderBaseInfo": {"oid": "1", "createTime": 1767240900000}}'),
    (CALL, b'{"event": "TEST", "message_id": "m1"}'),
]
