"""Which of a mini program's pushes are the same event."""

import json
from datetime import UTC, datetime
from typing import Any

from connectors.sdk.receiver import Request
from pipeline.simulator.wechat import WechatAccount, push
from schemas.raw import RawEvent
from tests.connectors.reading import sample
from tests.connectors.wechat_miniprogram.logins import APP_ID, source

RECEIVER = source().receiver()


def pushed(body: bytes) -> RawEvent:
    call = push(WechatAccount(APP_ID, "token"), body)
    request = Request("POST", "", call.query, "", {}, call.body, None, datetime.now(UTC))
    (raw,) = RECEIVER.receive(request).raws
    return raw


def chosen(**choice: str) -> dict[str, Any]:
    name = "event_subscribe_msg_popup_object"
    message: dict[str, Any] = json.loads(sample(f"wechat_miniprogram/{name}.json"))
    return message | {"List": message["List"] | choice}


def test_a_message_is_the_same_by_its_id_whatever_else_it_says() -> None:
    body = sample("wechat_miniprogram/text.json")
    later = body.replace(b"1767240010", b"1767240011")
    assert pushed(body).event_id == pushed(later).event_id
    assert pushed(body).person_id == "ovXr70JcGqDz1NwSyT5EhKbPmL8u"


def test_templates_chosen_in_one_second_are_events_of_their_own() -> None:
    one, other = chosen(TemplateId="T1"), chosen(TemplateId="T2")
    ids = [pushed(json.dumps(each).encode()).event_id for each in (one, other, one)]
    assert ids[0] == ids[2] != ids[1]


def test_orders_made_in_one_second_are_events_of_their_own() -> None:
    def made(order_id: str) -> bytes:
        message = {"FromUserName": "o1", "CreateTime": 1767240100, "MsgType": "event"}
        about = {"Event": "cooperation_shop_order", "Data": {"order_id": order_id}}
        return json.dumps(message | about).encode()

    ids = [pushed(made(order_id)).event_id for order_id in ("1", "2", "1")]
    assert ids[0] == ids[2] != ids[1]


def test_one_template_is_the_same_as_object_and_as_array() -> None:
    one = chosen()
    ids = {
        pushed(json.dumps(each).encode()).event_id for each in (one, one | {"List": [one["List"]]})
    }
    assert len(ids) == 1
