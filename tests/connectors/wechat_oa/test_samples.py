"""Every sample of WeChat becomes the right event or is ignored for a stated reason."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

APP_ID = "wx6b0e4d2a97c815f3"
OPENID = "oLmP41xT9wQe0RkVbHs6YdUfNa2c"
UNIONID = "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS"

PUSHED: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "text.xml": (
        "message",
        "text",
        "2026-01-01T03:40:01Z",
        {"content": {"kind": "text", "text": "请问会员日几点开始?"}},
    ),
    "image.xml": (
        "message",
        "image",
        "2026-01-01T03:40:05Z",
        {
            "content": {
                "kind": "image",
                "url": "http://mmbiz.qpic.cn/mmbiz_jpg/demo0001/0",
                "media_id": "mEd1a_Img_demo_0001",
            }
        },
    ),
    "voice.xml": (
        "message",
        "voice",
        "2026-01-01T03:40:09Z",
        {
            "content": {
                "kind": "voice",
                "media_id": "mEd1a_Voi_demo_0002",
                "attributes": {"format": "amr"},
            }
        },
    ),
    "location.xml": (
        "message",
        "location",
        "2026-01-01T03:40:15Z",
        {
            "content": {
                "kind": "location",
                "text": "上海市黄浦区示例路1号",
                "attributes": {"scale": "16"},
            },
            "traits": {"latitude": "31.230416", "longitude": "121.473701"},
        },
    ),
    "link.xml": (
        "message",
        "link",
        "2026-01-01T03:40:19Z",
        {
            "content": {
                "kind": "link",
                "text": "周末双倍积分",
                "url": "https://shop.example.com/p/1",
                "attributes": {"title": "门店活动页"},
            }
        },
    ),
    "event_subscribe_plain.xml": (
        "follow",
        "subscribe",
        "2026-01-01T03:38:20Z",
        {"traits": {"subscribed": "true"}},
    ),
    "event_subscribe_qrscene.xml": (
        "follow",
        "subscribe",
        "2026-01-01T03:38:20Z",
        {"traits": {"subscribed": "true"}, "context": {"scene": "store_sh_017"}},
    ),
    "event_unsubscribe.xml": (
        "unfollow",
        "unsubscribe",
        "2026-01-02T03:36:40Z",
        {"traits": {"subscribed": "false"}},
    ),
    "event_scan.xml": (
        "scan",
        "SCAN",
        "2026-01-01T03:43:20Z",
        {"context": {"scene": "store_sh_017"}},
    ),
    "event_location.xml": (
        "location",
        "LOCATION",
        "2026-01-01T03:45:20Z",
        {"traits": {"latitude": "31.230416", "longitude": "121.473701"}},
    ),
    "event_click.xml": (
        "click",
        "CLICK",
        "2026-01-01T03:45:00Z",
        {"object": {"type": "menu_item", "id": "MENU_MEMBER_CENTER"}},
    ),
    "event_view.xml": (
        "view",
        "VIEW",
        "2026-01-01T03:45:10Z",
        {
            "object": {
                "type": "page",
                "url": "https://shop.example.com/member",
                "attributes": {"menu_id": "410000001"},
            }
        },
    ),
    "event_view_miniprogram.xml": (
        "view",
        "view_miniprogram",
        "2026-01-01T03:45:15Z",
        {
            "object": {
                "type": "miniprogram_page",
                "id": "pages/index/index",
                "attributes": {"menu_id": "410000002"},
            }
        },
    ),
    "event_templatesendjobfinish.xml": (
        "delivery",
        "TEMPLATESENDJOBFINISH",
        "2026-01-01T03:46:40Z",
        {
            "object": {
                "type": "template_message",
                "id": "3702468135790",
                "attributes": {"status": "success"},
            }
        },
    ),
    "event_templatesendjobfinish_blocked.xml": (
        "delivery",
        "TEMPLATESENDJOBFINISH",
        "2026-01-01T03:46:41Z",
        {
            "object": {
                "type": "template_message",
                "id": "3702468135791",
                "attributes": {"status": "failed:user block"},
            }
        },
    ),
}

POLLED: dict[str, dict[str, Any]] = {
    "user_info.json": {
        "traits": {
            "language": "zh_CN",
            "subscribe_scene": "ADD_SCENE_QR_CODE",
            "subscribed": "true",
        },
        "context": {"scene": "store_sh_017", "attributes": {"tag_ids": [101, 2]}},
    },
    "user_info_unsubscribed.json": {"traits": {"subscribed": "false"}},
}

IGNORED = {
    ("encrypted_reply.xml", "push"): "our own encrypted reply",
    ("user_get_page.json", "user_list"): "openids only; user_info of each follows",
}


def raw(name: str, kind: str = "push") -> RawEvent:
    return wrapped(sample(f"wechat_oa/{name}"), kind)


def wrapped(body: bytes, kind: str = "push") -> RawEvent:
    return raw_of(
        body,
        platform="wechat_oa",
        source_account=APP_ID,
        kind=kind,
        headers={"open_platform": "brand"},
    )


@pytest.mark.parametrize("name", PUSHED)
def test_a_push_becomes_its_event(name: str) -> None:
    (event,) = events_of(raw(name))
    kind, platform_type, occurred_at, rest = PUSHED[name]
    assert stated(event) == {
        "type": kind,
        "platform_type": platform_type,
        "occurred_at": occurred_at,
        "account": f"wechat_oa:{APP_ID}:{OPENID}",
        "identifiers": [f"openid({APP_ID})={OPENID}"],
        **rest,
    }


@pytest.mark.parametrize("name", POLLED)
def test_what_the_platform_knows_identifies_the_account(name: str) -> None:
    (event,) = events_of(raw(name, "user_info"))
    assert stated(event) == {
        "type": "identify",
        "platform_type": "user_info",
        "occurred_at": "2026-01-01T03:50:00Z",
        "account": f"wechat_oa:{APP_ID}:{OPENID}",
        "identifiers": [f"openid({APP_ID})={OPENID}", f"unionid(brand)={UNIONID}"],
        **POLLED[name],
    }


@pytest.mark.parametrize(("name", "kind"), IGNORED)
def test_what_no_customer_did_is_ignored(name: str, kind: str) -> None:
    assert read(raw(name, kind)) == Ignored(IGNORED[name, kind])


def test_no_sample_is_left_out() -> None:
    """`encrypted_post.xml` is the vector of `test_vectors`."""
    known = {*PUSHED, *POLLED, *(name for name, _ in IGNORED), "encrypted_post.xml"}
    assert {path.name for path in (SAMPLES / "wechat_oa").iterdir()} == known


def test_an_unknown_event_is_kept_under_its_own_name() -> None:
    body = sample("wechat_oa/event_click.xml").replace(b"CLICK", b"brand_new_event")
    (event,) = events_of(wrapped(body))
    assert (event.type, event.platform_type) == ("custom", "brand_new_event")


def test_an_event_of_the_account_itself_is_ignored() -> None:
    body = sample("wechat_oa/event_click.xml").replace(b"CLICK", b"MASSSENDJOBFINISH")
    assert isinstance(read(wrapped(body)), Ignored)


def test_each_template_that_is_chosen_is_an_event_of_its_own() -> None:
    choices = "".join(
        f"<List><TemplateId>T{number}</TemplateId>"
        f"<SubscribeStatusString>{choice}</SubscribeStatusString></List>"
        for number, choice in enumerate(("accept", "reject", "ban"))
    )
    body = f"""<xml><FromUserName>o1</FromUserName><CreateTime>1767239300</CreateTime>
        <MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event>
        <SubscribeMsgPopupEvent>{choices}</SubscribeMsgPopupEvent></xml>"""
    events = events_of(wrapped(body.encode()))
    assert [(event.type, event.consent) for event in events] == [
        ("consent_given", {"wechat_template:T0": True}),
        ("consent_withdrawn", {"wechat_template:T1": False}),
    ]
    assert len({event.event_id for event in events}) == 2


@pytest.mark.parametrize(
    ("removed", "field"),
    [
        (b"<MsgType><![CDATA[text]]></MsgType>", "MsgType"),
        (b"<CreateTime>1767238801</CreateTime>", "CreateTime"),
        (b"<FromUserName><![CDATA[oLmP41xT9wQe0RkVbHs6YdUfNa2c]]></FromUserName>", "FromUserName"),
    ],
)
def test_a_message_without_what_it_needs_is_rejected_by_field(removed: bytes, field: str) -> None:
    body = sample("wechat_oa/text.xml").replace(removed, b"")
    with pytest.raises(Reject) as error:
        read(wrapped(body))
    assert error.value.field == field
