"""Which of WeChat's pushes are the same event."""

from datetime import UTC, datetime

import pytest

from connectors.registry import read
from connectors.sdk.receiver import Request
from connectors.sdk.signatures import sorted_sha1
from connectors.wechat.dedupe import identify
from connectors.wechat.envelope import SignedEnvelope
from connectors.wechat.receiver import PushReceiver
from schemas.raw import RawEvent

RECEIVER = PushReceiver(
    "wechat_oa", "wx1", SignedEnvelope("token", "wx1", None, "plain", None), identify, {}
)


def pushed(event: str, rest: str, openid: str = "gh_system") -> RawEvent:
    body = (
        f"<xml><FromUserName>{openid}</FromUserName><CreateTime>1767239300</CreateTime>"
        f"<MsgType>event</MsgType><Event>{event}</Event>{rest}</xml>"
    )
    query = {"timestamp": "1", "nonce": "2", "signature": sorted_sha1("token", "1", "2")}
    request = Request("POST", "", query, "", {}, body.encode(), None, datetime.now(UTC))
    return RECEIVER.receive(request).raws[0]


def test_two_people_who_revoke_in_one_second_are_two_events() -> None:
    raws = [pushed("user_authorization_revoke", f"<OpenID>{o}</OpenID>") for o in ("oA", "oB")]
    assert [raw.person_id for raw in raws] == ["oA", "oB"]
    assert len({raw.event_id for raw in raws}) == 2
    readings = [read(raw) for raw in raws]
    assert [r[0].account.account_id for r in readings if isinstance(r, tuple)] == [
        "wechat_oa:wx1:oA",
        "wechat_oa:wx1:oB",
    ]


@pytest.mark.parametrize(
    ("event", "element"),
    [
        ("subscribe_msg_popup_event", "SubscribeMsgPopupEvent"),
        ("subscribe_msg_change_event", "SubscribeMsgChangeEvent"),
        ("subscribe_msg_sent_event", "SubscribeMsgSentEvent"),
    ],
)
def test_templates_chosen_in_one_second_are_events_of_their_own(event: str, element: str) -> None:
    def chosen(template: str) -> RawEvent:
        choice = f"<List><TemplateId>{template}</TemplateId></List>"
        return pushed(event, f"<{element}>{choice}</{element}>", openid="o1")

    one, two, again = chosen("T1"), chosen("T2"), chosen("T1")
    assert one.event_id != two.event_id
    assert one.event_id == again.event_id


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ("user_get_card", "CardId"),
        ("user_get_card", "UserCardCode"),
        ("user_pay_from_pay_cell", "TransId"),
        ("merchant_order", "OrderId"),
    ],
)
def test_what_happens_in_one_second_to_two_things_are_two_events(event: str, field: str) -> None:
    one, other, again = (pushed(event, f"<{field}>{value}</{field}>") for value in "121")
    assert one.event_id != other.event_id
    assert one.event_id == again.event_id
