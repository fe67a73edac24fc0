"""Every sample of Zhihu becomes the right event or is ignored for a stated reason."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements, object_at
from connectors.zhihu.event_types import ANSWERS, ERROR, OWN
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

BRAND = "example-brand"
URL = "https://www.zhihu.com/question/1/answer/1900000000000000001"
ITEM = array_elements(sample("zhihu/user_content_comments.json"), "Data", "Items")[0]
ROOT, CHILD = object_at(ITEM, "Comment"), array_elements(ITEM, "Children")[0]
ANSWER = {"type": "post", "id": "1900000000000000001", "url": URL, "title": "怎么选面霜"}

EVENTS: list[tuple[bytes, dict[str, Any]]] = [
    (
        ROOT,
        {
            "account": "zhihu:global:xiao-man-demo",
            "identifiers": ["zhihu_token()=xiao-man-demo"],
            "type": "comment",
            "platform_type": "comment",
            "occurred_at": "2026-01-01T04:40:00Z",
            "content": {
                "kind": "text",
                "text": "敏感肌能用吗?",
                "attributes": {"id": "11300000001", "like_count": "4"},
            },
            "object": ANSWER,
        },
    ),
    (
        CHILD,
        {
            "account": "zhihu:global:another-demo",
            "identifiers": ["zhihu_token()=another-demo"],
            "type": "comment",
            "platform_type": "reply",
            "occurred_at": "2026-01-01T04:41:00Z",
            "content": {
                "kind": "text",
                "text": "同问",
                "attributes": {
                    "id": "11300000002",
                    "reply_to": "11300000001",
                    "like_count": "0",
                },
            },
            "object": ANSWER,
        },
    ),
]


def comment(body: bytes, **headers: str) -> RawEvent:
    about = {"content_url": URL, "content_title": "怎么选面霜"}
    return raw_of(
        body, platform="zhihu", source_account=BRAND, kind="comment", headers=about | headers
    )


@pytest.mark.parametrize(("body", "expected"), EVENTS, ids=["root", "child"])
def test_a_comment_becomes_its_event(body: bytes, expected: dict[str, Any]) -> None:
    (event,) = events_of(comment(body))
    assert stated(event) == expected


def test_an_answer_of_the_brand_counts_for_whom_it_answers() -> None:
    body = CHILD.replace(b"another-demo", BRAND.encode())
    (event,) = events_of(comment(body, reply_author="xiao-man-demo"))
    assert (event.type, event.platform_type) == ("reply", "reply of the brand")
    assert event.account.account_id == "zhihu:global:xiao-man-demo"
    assert event.content is not None
    assert event.content.text == "同问"


def test_a_comment_of_the_brand_to_nobody_is_ignored() -> None:
    assert read(comment(ROOT.replace(b"xiao-man-demo", BRAND.encode()))) == OWN


def test_an_answer_of_the_brand_to_itself_is_no_customers() -> None:
    body = CHILD.replace(b"another-demo", BRAND.encode())
    assert read(comment(body, reply_author=BRAND)) == OWN


def test_a_comment_without_an_author_has_no_person() -> None:
    (event,) = events_of(comment(ROOT.replace(b"xiao-man-demo", b"")))
    assert (event.anonymous, event.identifiers) == (True, ())
    assert event.account.account_id == "zhihu:global:comment/11300000001"


def test_markup_is_taken_out_of_what_was_said() -> None:
    body = ROOT.replace("敏感肌能用吗?".encode(), b"<p>1 &lt; 2<br>yes</p>")
    (event,) = events_of(comment(body))
    assert event.content is not None
    assert event.content.text == "1 < 2 yes"


def test_an_error_of_the_interface_is_ignored() -> None:
    assert read(comment(sample("zhihu/error_quota.json"))) == ERROR


def test_summaries_of_answers_are_ignored() -> None:
    body = sample("zhihu/question_answers.json")
    kind = "question_answers"
    assert read(raw_of(body, platform="zhihu", source_account=BRAND, kind=kind)) == ANSWERS


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "zhihu").iterdir()} == {
        "user_content_comments.json",
        "error_quota.json",
        "question_answers.json",
    }
