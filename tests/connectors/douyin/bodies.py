"""Raw events of Douyin's webhooks, live pushes and lists, to be changed at random."""

from collections.abc import Mapping

from connectors.douyin.event_types import COMMENT, LOGIN
from connectors.douyin.raw_events import WEBHOOK
from connectors.sdk.json_text import array_elements
from tests.connectors.douyin.calls import login
from tests.connectors.reading import sample

_LIVE = ("live_comment", "live_gift", "live_like")
_WEBHOOKS = (
    "authorize",
    "im_enter_direct_msg_string_content",
    "im_receive_msg_object_content",
    "item_comment_reply",
    "life_member_join",
    "new_follow_action",
    "new_video_digg",
    "verify_webhook",
)
_CARD = (
    b'{"event": "im_receive_msg", "from_user_id": "u1", "content": {"message_type": '
    b'"retain_consult_card", "card_data": [{"label": "x", "value": "y"}], "user_infos": []}}'
)
_ORDER = (
    b'{"event": "life_trade_order_notify", "content": {"action": "pay_success", "order": '
    b'{"order_id": "1", "pay_amount": 1}}}'
)

KINDS: Mapping[str, Mapping[str, str]] = {
    WEBHOOK: {"brand": "b1"},
    COMMENT: {"brand": "b1", "item_id": "i1", "reply_to": "c1", "customer": "u1"},
    LOGIN: {"developer": "d"},
    **{kind: {"room_id": "r1"} for kind in (*_LIVE, "live_fansclub")},
}
BODIES = [
    *((WEBHOOK, sample(f"douyin/{name}.json")) for name in _WEBHOOKS),
    (WEBHOOK, _CARD),
    (WEBHOOK, _ORDER),
    *(
        (COMMENT, body)
        for body in array_elements(sample("douyin/item_comment_list.json"), "data", "list")
    ),
    (COMMENT, b'{"comment_id": "c2", "comment_user_id": "b1", "create_time": 1767240420}'),
    (LOGIN, login(phone="13900010001", logged_in_at=1767240200).raws[0].body_bytes),
    *(
        (kind, body)
        for kind in _LIVE
        for body in array_elements(sample(f"douyin/{kind}_push.json"))
    ),
    (
        "live_fansclub",
        b'{"sec_openid": "u1", "timestamp": 1767240600123, "fansclub_reason_type": 2}',
    ),
]
