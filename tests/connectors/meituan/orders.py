"""The sample's order as it is pushed, with a signature, and taken."""

from datetime import UTC, datetime

from connectors.meituan.receiver import WaimaiReceiver
from connectors.sdk.receiver import Request
from pipeline.simulator.meituan import push
from schemas.raw import RawEvent

APP, SECRET, URL = "0000", "waimai_secret_demo", "https://guiyi.example.com/meituan/waimai"
ACCOUNT_KEY = "chosen once"
ORDER = {
    "order_id": "27000000000000001",
    "wm_order_id_view": "27000000000000001",
    "app_poi_code": "poi_001",
    "recipient_name": "林(女士)",
    "recipient_phone": "13900010001",
    "status": "2",
    "total": "35.5",
}
SIGNED_AT = 1767243000


def order(*, app_secret: str = SECRET, **fields: str) -> RawEvent:
    call = push(ORDER | fields, app_id=APP, app_secret=app_secret, callback_url=URL, now=SIGNED_AT)
    received_at = datetime.fromtimestamp(SIGNED_AT, UTC)
    request = Request("POST", "", {}, "", call.headers, call.body, None, received_at)
    receiver = WaimaiReceiver(APP, app_secret, URL, 300, ACCOUNT_KEY)
    (raw,) = receiver.receive(request).raws
    return raw
