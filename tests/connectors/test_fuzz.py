"""Whatever a payload holds, its reader gives events that travel, `Ignored` or `Reject`."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.registry import PLATFORMS, read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, raw_of, sample

MAPPING = {
    "source_account": "a",
    "record_id": {"columns": ["id"]},
    "occurred_at": {"columns": ["at"]},
    "identifiers": {"phone": {"columns": ["phone"]}},
}
KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "crm record": ("crm", {"mapping": json.dumps(MAPPING), "stated_at": "2026-01-01T00:00:00Z"}),
    "crm manifest": ("crm", {}),
    "web segment": ("web", {"batch": '{"sentAt": "2026-01-01T03:49:00Z"}'}),
    "web snowplow": ("web", {}),
    "web pixel": ("web", {}),
    "wechat_oa push": ("wechat_oa", {}),
    "wechat_oa user_info": ("wechat_oa", {}),
    "weibo fans": ("weibo", {}),
    "weibo comment": ("weibo", {}),
    "weibo status": ("weibo", {}),
}
"""Platform and kind -> platform and headers."""

FIELDS = (  # noqa: SIM905 (a list would fill a page)
    "type event userId anonymousId messageId timestamp sentAt originalTimestamp properties traits "
    "context total price quantity phone email address device page campaign consent "
    "categoryPreferences e aid uid duid dtm stm ttm ue_pr ue_px cx co schema data url refr "
    "openid unionid subscribe tagid_list sex sender_id created_at subtype key text idstr user "
    "status deleted reply_comment source id at"
).split()
ODD = (
    "1e99999999999999999999",
    "1e999999",
    "-1e-999999",
    "9" * 4000,
    '"9e999999"',
    '"0001-01-01T00:00:00+08:00"',
    '"9999-12-31T23:59:59-08:00"',
    '"Mon Jan 01 00:00:00 +0800 0001"',
    '"99999999999999999"',
    '"undefined"',
    '"\\ud83d"',
    '"\\u0000"',
    '"http://[::1"',
    '"e30"',
    "null",
    "{}",
    "[]",
    "[" * 70 + "]" * 70,
    '{"a":' * 300 + "1" + "}" * 300,
    "[" * 3000 + "]" * 3000,
)
"""JSON that has stopped a reader or the one after it, or might."""

scalars = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=20).map(json.dumps),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["track", "identify", "pv", "ue", "se", "event", "Order Completed"]).map(
        json.dumps
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{','.join(items)}]"),
        st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6).map(
            lambda members: "{" + ",".join(f'"{k}":{v}' for k, v in members.items()) + "}"
        ),
    ),
    max_leaves=25,
)


def raw(kind: str, body: bytes) -> RawEvent:
    platform, headers = KINDS[kind]
    return raw_of(
        body, platform=platform, source_account="a", kind=kind.split()[1], headers=headers
    )


def check(raw: RawEvent) -> None:
    try:
        reading = read(RawEvent.from_bytes(raw.to_bytes()))
    except Reject:
        return
    if not isinstance(reading, Ignored):
        for event in reading:
            assert CustomerEvent.from_bytes(event.to_bytes()).event_id == event.event_id


def sample_bodies() -> list[tuple[str, bytes]]:
    bodies = [
        ("crm record", b'{"id": "1", "at": "2026/1/1", "phone": "13900010001"}'),
        ("web pixel", b"e=pv&eid=e1&aid=shop-web&duid=d1&dtm=1767240000&url=https%3A%2F%2Fa"),
    ]
    bodies += [
        ("wechat_oa push", path.read_bytes()) for path in SAMPLES.glob("wechat_oa/[!e]*.xml")
    ]
    bodies += [("wechat_oa push", path.read_bytes()) for path in SAMPLES.glob("wechat_oa/ev*.xml")]
    bodies += [("weibo fans", path.read_bytes()) for path in SAMPLES.glob("weibo/fans_*.json")]
    for name, kind in (("comments_to_me", "comment"), ("statuses_mentions", "status")):
        elements = array_elements(sample(f"weibo/{name}.json"), name.split("_")[0])
        bodies += [(f"weibo {kind}", element) for element in elements]
    bodies += [
        ("web snowplow", element)
        for element in array_elements(sample("web_tracking/snowplow_tp2.json"), "data")
    ]
    bodies += [
        ("web segment", sample(f"web_tracking/{name}.json"))
        for name in ("identify", "track", "page", "screen", "group", "alias")
    ]
    return [*bodies, ("wechat_oa user_info", sample("wechat_oa/user_info.json"))]


BODIES = sample_bodies()


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all members and elements of a JSON value."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, element in members:
        found.append((*at, key))
        if isinstance(element, dict | list):
            found += places(element, (*at, key))
    return found


def replaced(body: bytes, choose: Callable[[list[Any]], Any], odd: str) -> bytes:
    """The JSON with the value at a place that `choose` chooses replaced."""
    value = json.loads(body)
    *way, last = choose(places(value))
    parent = value
    for key in way:
        parent = parent[key]
    parent[last] = "\x00here\x00"
    return json.dumps(value).replace(json.dumps("\x00here\x00"), odd).encode()


def test_every_kind_of_raw_event_is_tried() -> None:
    assert {platform for platform, _ in KINDS.values()} == set(PLATFORMS)
    assert {kind for kind, _ in BODIES} == set(KINDS) - {"crm manifest"}


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_a_sample_is_an_event_or_ignored(kind: str, body: bytes) -> None:
    """What is changed below is well-formed before."""
    assert read(raw(kind, body))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(body=values)
@example(body="1e99999999999999999999")
def test_random_json_stops_no_reader(kind: str, body: str) -> None:
    check(raw(kind, body.encode()))


@settings(max_examples=400, deadline=None)
@given(
    chosen=st.sampled_from([pair for pair in BODIES if pair[1].startswith(b"{")]),
    choices=st.randoms(use_true_random=False),
    odd=values,
)
def test_a_sample_with_one_odd_value_stops_no_reader(
    chosen: tuple[str, bytes], choices: random.Random, odd: str
) -> None:
    kind, body = chosen
    check(raw(kind, replaced(body, choices.choice, odd)))


@settings(max_examples=400, deadline=None)
@given(
    chosen=st.sampled_from(BODIES),
    cut=st.tuples(st.floats(0, 1), st.integers(0, 12)),
    put=st.one_of(st.binary(max_size=6), st.text(max_size=6).map(str.encode)),
)
def test_a_sample_with_bytes_changed_stops_no_reader(
    chosen: tuple[str, bytes], cut: tuple[float, int], put: bytes
) -> None:
    kind, body = chosen
    start = int(cut[0] * len(body))
    check(raw(kind, body[:start] + put + body[start + cut[1] :]))


@pytest.mark.parametrize("field", ["CreateTime", "FromUserName", "Event", "EventKey", "List"])
@pytest.mark.parametrize("content", ["9" * 19, "-1", "<a/><a/>", "<a>" * 3000 + "</a>" * 3000, ""])
def test_an_odd_element_stops_no_reader(field: str, content: str) -> None:
    elements = {"FromUserName": "o", "CreateTime": "1767239300", "MsgType": "event", "Event": "X"}
    elements |= {field: content}
    body = "".join(f"<{name}>{text}</{name}>" for name, text in elements.items())
    check(raw("wechat_oa push", f"<xml>{body}</xml>".encode()))
