"""An app's receiver, and what it makes of calls to it."""

import json
from typing import Any

from connectors.douyin.live_rooms import LiveRooms
from connectors.douyin.receiver import DouyinReceiver
from connectors.sdk.receiver import Received, Request
from pipeline.simulator.call import Call
from pipeline.simulator.douyin_callbacks import live_signed, signed
from tests.connectors.reading import RECEIVED_AT, VECTORS, sample

CLIENT_KEY = "awdemo0client0key1"
SECRET = VECTORS["douyin_webhook"]["client_secret"]
DATA_SECRET = VECTORS["douyin_live_push"]["data_secret"]
CUSTOMER = "7c1d0b52-3e84-4f6a-9b27-5a0e6f1c8d39"
BRAND = "e90a4c16-77d2-4b05-8f3e-1d2b6a9c0f47"
STREAMER = "_000demoStreamerSecOpenid"
ROOM = "7590000000000009999"

RECEIVER = DouyinReceiver(
    client_key=CLIENT_KEY,
    client_secret=SECRET,
    developer="示例品牌",
    brand=BRAND,
    data_secrets=dict.fromkeys(
        ("live_comment", "live_gift", "live_like", "live_fansclub"), DATA_SECRET
    ),
    rooms=LiveRooms(),
    max_age_seconds=300,
    own_viewers={STREAMER},
    login_secret="chosen",
)


def request(call: Call) -> Request:
    headers = {name.lower(): value for name, value in call.headers.items()}
    return Request("POST", call.path, {}, "", headers, call.body, None, RECEIVED_AT)


def webhook(body: bytes, message_id: str = "m1") -> Received:
    return RECEIVER.receive(request(signed(SECRET, body, message_id)))


def live_push(message_type: str, body: bytes) -> Received:
    now = RECEIVED_AT.timestamp()
    return RECEIVER.receive(request(live_signed(DATA_SECRET, message_type, ROOM, body, now=now)))


def login(secret: str = "chosen", **call: Any) -> Received:
    """What the backend tells of the sample's customer, with what `call` changes."""
    told = {"userinfo": json.loads(sample("douyin/oauth_userinfo.json")), **call}
    headers = {"authorization": f"Bearer {secret}"}
    return RECEIVER.receive(
        request(Call(path="/login", headers=headers, body=json.dumps(told).encode()))
    )
