"""Every sample of a mini program becomes the right event."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated
from tests.connectors.wechat_miniprogram.logins import APP_ID, OPENID, UNIONID, answer, told

ACCOUNT = f"wechat_miniprogram:{APP_ID}:{OPENID}"
OWN = f"openid({APP_ID})={OPENID}"

PUSHED: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "text.json": (
        "message",
        "text",
        "2026-01-01T04:00:10Z",
        {"content": {"kind": "text", "text": "订单什么时候发货"}},
    ),
    "miniprogrampage.json": (
        "message",
        "miniprogrampage",
        "2026-01-01T04:00:20Z",
        {
            "content": {
                "kind": "miniprogrampage",
                "text": "保湿面霜 50ml",
                "attributes": {
                    "thumbnail_url": "https://mmbiz.example/thumb/1",
                    "thumbnail_media_id": "mEd1a_thumb_demo",
                },
            },
            "object": {
                "type": "miniprogram_page",
                "id": "pages/goods/detail?id=8801",
                "title": "保湿面霜 50ml",
                "attributes": {"app_id": APP_ID},
            },
        },
    ),
    "event_user_enter_tempsession.json": (
        "visit",
        "user_enter_tempsession",
        "2026-01-01T04:00:00Z",
        {"context": {"attributes": {"session_from": "order_detail?id=SO20260101001"}}},
    ),
    "event_subscribe_msg_popup_object.json": (
        "consent_given",
        "subscribe_msg_popup_event",
        "2026-01-01T04:01:41Z",
        {
            "object": {"type": "template", "id": "tpl-demo-ship"},
            "consent": {"wechat_template:tpl-demo-ship": True},
        },
    ),
}
LIST = "event_subscribe_msg_popup_list.json"
LOGINS = ("code2session.json", "getuserphonenumber.json")
REVIEWS = "mpcommentlist.json"


def wrapped(body: bytes, kind: str = "push") -> RawEvent:
    return raw_of(
        body,
        platform="wechat_miniprogram",
        source_account=APP_ID,
        kind=kind,
        headers={"open_platform": "brand"},
    )


@pytest.mark.parametrize("name", PUSHED)
def test_a_push_becomes_its_event(name: str) -> None:
    (event,) = events_of(wrapped(sample(f"wechat_miniprogram/{name}")))
    kind, platform_type, occurred_at, rest = PUSHED[name]
    assert stated(event) == {
        "type": kind,
        "platform_type": platform_type,
        "occurred_at": occurred_at,
        "account": ACCOUNT,
        "identifiers": [OWN],
        **rest,
    }


def test_each_template_of_an_array_is_an_event_of_its_own() -> None:
    events = events_of(wrapped(sample(f"wechat_miniprogram/{LIST}")))
    assert [(event.type, event.consent) for event in events] == [
        ("consent_given", {"wechat_template:tpl-demo-ship": True}),
        ("consent_withdrawn", {"wechat_template:tpl-demo-promo": False}),
    ]
    assert len({event.event_id for event in events}) == 2
    assert {event.account.account_id for event in events} == {ACCOUNT}


def test_a_login_joins_the_account_to_the_person() -> None:
    (raw,) = told(code2session=answer("code2session")).raws
    (event,) = events_of(raw)
    assert stated(event) == {
        "type": "identify",
        "platform_type": "login",
        "occurred_at": "2026-01-01T04:00:00Z",
        "account": ACCOUNT,
        "identifiers": [OWN, f"unionid(brand)={UNIONID}"],
    }


def test_a_phone_belongs_to_whom_the_backend_says() -> None:
    (raw,) = told(
        openid=OPENID,
        getuserphonenumber=answer("getuserphonenumber"),
        logged_in_at=1767240200,
    ).raws
    (event,) = events_of(raw)
    assert stated(event) == {
        "type": "identify",
        "platform_type": "login",
        "occurred_at": "2026-01-01T04:03:20Z",
        "account": ACCOUNT,
        "identifiers": [OWN, "phone()=+8613900010001"],
    }


def test_a_review_says_of_which_order_it_is() -> None:
    (review,) = array_elements(sample(f"wechat_miniprogram/{REVIEWS}"), "commentList")
    (event,) = events_of(wrapped(review, "review"))
    assert stated(event) == {
        "type": "review",
        "platform_type": "review",
        "occurred_at": "2026-01-01T03:26:40Z",
        "account": ACCOUNT,
        "identifiers": [OWN],
        "traits": {"nickname": "林小满"},
        "content": {"kind": "text", "attributes": {"review_id": "2900000000000000001"}},
        "object": {
            "type": "order",
            "id": "SO20260101001",
            "attributes": {"transaction_id": "4200000000202601010000000001"},
        },
    }


def test_no_sample_is_left_out() -> None:
    known = {*PUSHED, LIST, *LOGINS, REVIEWS}
    assert {path.name for path in (SAMPLES / "wechat_miniprogram").iterdir()} == known


def test_a_push_in_xml_reads_as_one_in_json() -> None:
    body = f"""<xml><ToUserName><![CDATA[gh_42f0ac6b81d9]]></ToUserName>
        <FromUserName><![CDATA[{OPENID}]]></FromUserName><CreateTime>1767240010</CreateTime>
        <MsgType><![CDATA[text]]></MsgType><Content><![CDATA[订单什么时候发货]]></Content>
        <MsgId>24681357902470001</MsgId></xml>"""
    in_xml = events_of(wrapped(body.encode()))
    assert in_xml == events_of(wrapped(sample("wechat_miniprogram/text.json")))


def test_stars_and_words_of_a_review_are_read() -> None:
    review = b"""{"commentId": "1", "createTime": "1767240000", "score": 400,
        "content": {"txt": "fine"}, "userInfo": {"openid": "o1"}}"""
    (event,) = events_of(wrapped(review, "review"))
    assert event.content is not None
    assert (event.content.text, event.content.attributes["rating"]) == ("fine", "4")


def test_a_phone_in_what_the_developer_says_of_a_conversation_is_masked() -> None:
    body = sample("wechat_miniprogram/event_user_enter_tempsession.json")
    (event,) = events_of(wrapped(body.replace(b"SO20260101001", b"13900010001")))
    assert event.context.attributes == {"session_from": "order_detail?id=139****0001"}


def test_an_order_in_a_shop_that_the_mini_program_leads_to_is_an_order() -> None:
    body = b"""{"FromUserName": "o1", "CreateTime": 1767240000, "MsgType": "event",
        "Event": "related_shop_order_submission",
        "Data": {"order_id": "c1", "shop_appid": "wx2"}}"""
    (event,) = events_of(wrapped(body))
    assert event.type == "order"
    assert event.object is not None
    assert (event.object.id, event.object.attributes) == ("c1", {"shop_app_id": "wx2"})


def test_a_withdrawn_authorization_is_of_the_customer_whom_wechat_names() -> None:
    body = b"""{"FromUserName": "o_wechat", "OpenID": "o1", "CreateTime": 1767240000,
        "MsgType": "event", "Event": "user_authorization_revoke"}"""
    (event,) = events_of(wrapped(body))
    assert event.account.account_id == f"wechat_miniprogram:{APP_ID}:o1"
    assert (event.type, event.consent) == ("consent_withdrawn", {"wechat_profile": False})


def test_an_unknown_event_is_kept_under_its_own_name() -> None:
    body = sample("wechat_miniprogram/event_user_enter_tempsession.json")
    (event,) = events_of(wrapped(body.replace(b"user_enter_tempsession", b"brand_new_event")))
    assert (event.type, event.platform_type) == ("custom", "brand_new_event")


def test_an_event_of_the_mini_program_itself_is_ignored() -> None:
    body = sample("wechat_miniprogram/event_user_enter_tempsession.json")
    changed = body.replace(b"user_enter_tempsession", b"weapp_audit_success")
    assert isinstance(read(wrapped(changed)), Ignored)


@pytest.mark.parametrize(
    ("removed", "field"),
    [
        (b'"MsgType": "text",', "MsgType"),
        (b'"CreateTime": 1767240010,', "CreateTime"),
        (b'"FromUserName": "ovXr70JcGqDz1NwSyT5EhKbPmL8u",', "FromUserName"),
    ],
)
def test_a_message_without_what_it_needs_is_rejected_by_field(removed: bytes, field: str) -> None:
    body = sample("wechat_miniprogram/text.json")
    assert removed in body
    with pytest.raises(Reject) as error:
        read(wrapped(body.replace(removed, b"")))
    assert error.value.field == field
