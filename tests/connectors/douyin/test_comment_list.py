"""Polling comments and replies at a simulated Douyin."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from connectors.douyin.comment_list import CommentPoller
from connectors.registry import read
from connectors.sdk.poller import Page
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.douyin import DouyinEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Retry
from schemas.event import CustomerEvent
from tests.connectors.douyin.calls import BRAND
from tests.connectors.douyin.polling import VIDEO, comment, polling_source


@pytest.fixture
def end() -> DouyinEnd:
    return DouyinEnd({VIDEO: [comment(number) for number in range(45)], "@other": []})


@pytest.fixture
def poller(end: DouyinEnd, tokens: Tokens) -> Iterator[CommentPoller]:
    with served(end.app) as url:
        made = polling_source(url, end.refresh_token, VIDEO, "@other").pollers(tokens)[0]
        assert isinstance(made, CommentPoller)
        yield made


def ids(pages: list[Page]) -> list[str]:
    return sorted(raw.dedupe_key.removeprefix("comment:@") for raw in raws_of(pages))


def numbered(*numbers: int) -> list[str]:
    return [f"c{number:04}" for number in numbers]


def events(pages: list[Page]) -> list[CustomerEvent]:
    return [event for raw in raws_of(pages) for event in read(raw)]  # type: ignore[union-attr]


def test_every_comment_of_every_video_is_read(end: DouyinEnd, poller: CommentPoller) -> None:
    end.comments["@other"] = [comment(number) for number in range(100, 103)]
    assert ids(pages_of(poller)) == numbered(*range(45), 100, 101, 102)


def test_the_next_round_reads_what_is_new_and_ends_at_what_is_known(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.comments[VIDEO] += [comment(number) for number in range(45, 75)]
    end.asked.clear()
    again = pages_of(poller, cursor)
    assert ids(again) == numbered(*range(45, 75))
    assert len(end.asked) <= 4
    assert ids(pages_of(poller, again[-1].cursor)) == []


def test_it_says_how_far_behind_it_is(end: DouyinEnd, poller: CommentPoller) -> None:
    end.comments[VIDEO][20]["create_time"] = int(time.time()) - 100
    first, *_rest = pages_of(poller)
    assert 99 < (first.behind_seconds or 0) < 130


def test_comments_that_come_during_a_walk_wait_for_the_next(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    first = pages_of(poller, most=1)
    end.comments[VIDEO].append(comment(45))
    rest = pages_of(poller, first[-1].cursor)
    assert ids(first + rest) == numbered(*range(45))
    assert ids(pages_of(poller, rest[-1].cursor)) == numbered(45)


def test_a_pinned_comment_does_not_end_a_walk(end: DouyinEnd, poller: CommentPoller) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.comments[VIDEO][0]["top"] = True
    end.comments[VIDEO] += [comment(number) for number in range(45, 90)]
    assert set(ids(pages_of(poller, cursor))) >= set(numbered(*range(45, 90)))


def test_an_empty_page_in_mid_walk_hides_nothing(end: DouyinEnd, poller: CommentPoller) -> None:
    first = pages_of(poller, most=1)
    comments, end.comments[VIDEO] = end.comments[VIDEO], []
    empty = pages_of(poller, first[-1].cursor)
    end.comments[VIDEO] = comments
    again = pages_of(poller, empty[-1].cursor)
    assert set(ids(first + again)) == set(numbered(*range(45)))


def test_replies_are_read_as_they_come(end: DouyinEnd, poller: CommentPoller) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.replies["@c0044"] = [comment(number, author="u2") for number in range(200, 225)]
    end.comments[VIDEO][44]["reply_comment_total"] = 25
    pages = pages_of(poller, cursor)
    assert ids(pages) == numbered(*range(200, 225))
    assert {event.content.attributes["reply_to"] for event in events(pages) if event.content} == {
        "@c0044"
    }
    end.replies["@c0044"].append(comment(225))
    end.comments[VIDEO][44]["reply_comment_total"] = 26
    assert "c0225" in ids(pages_of(poller, pages[-1].cursor))


def test_what_the_brand_replies_counts_for_the_customer(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    end.comments[VIDEO] = [comment(1, author="customer", replies=1)]
    end.replies["@c0001"] = [comment(2, author=BRAND)]
    pages = pages_of(poller)
    reply = events(pages)[-1]
    assert (reply.type, reply.account.account_id.rpartition(":")[2]) == ("reply", "customer")
    assert {raw.person_id for raw in raws_of(pages)} == {"customer"}


@pytest.mark.parametrize(
    "wrong", [{"comment_id": ""}, {"comment_id": {}}, {"reply_comment_total": "many"}]
)
def test_what_is_no_comment_goes_to_its_reader_and_holds_up_no_other(
    end: DouyinEnd, poller: CommentPoller, wrong: dict[str, Any]
) -> None:
    end.comments[VIDEO] = [comment(1), comment(2) | wrong, comment(3)]
    assert len(raws_of(pages_of(poller))) == 3


def test_a_spent_quota_is_respected(end: DouyinEnd, poller: CommentPoller) -> None:
    end.errors.append(28003017)
    with pytest.raises(Retry) as error:
        pages_of(poller)
    assert (error.value.retry_after_seconds or 0) >= 600


@pytest.mark.parametrize("code", [2100001, 2100004, 28001005, 28001006])
def test_trouble_of_the_platform_passes(end: DouyinEnd, poller: CommentPoller, code: int) -> None:
    end.errors.append(code)
    with pytest.raises(Retry, match=str(code)):
        pages_of(poller)


def test_an_error_that_only_a_person_can_mend_stops_the_poller(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    end.errors.append(2190004)
    with pytest.raises(Fatal, match="2190004"):
        pages_of(poller)


@pytest.mark.parametrize(("gone", "left"), [(VIDEO, [100]), ("@other", range(45))])
def test_a_video_that_was_deleted_stops_no_other(
    end: DouyinEnd, poller: CommentPoller, gone: str, left: Sequence[int]
) -> None:
    end.comments["@other"] = [comment(100)]
    end.gone = {gone}
    pages = pages_of(poller)
    assert ids(pages) == numbered(*left)
    assert sum(page.skipped for page in pages) == 1
    end.gone = set()
    again = ids(pages_of(poller, pages[-1].cursor))
    assert sorted([*again, *ids(pages)]) == numbered(*range(45), 100)


def test_a_video_that_is_deleted_amid_a_walk_stops_no_other(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    first = pages_of(poller, most=1)
    end.comments["@other"] = [comment(100)]
    end.gone = {VIDEO}
    assert ids(pages_of(poller, first[-1].cursor)) == numbered(100)


def test_where_all_videos_are_refused_there_is_trouble(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    end.gone = {VIDEO, "@other"}
    with pytest.raises(Retry, match="28001007 to item/comment/list"):
        pages_of(poller)


def test_a_comment_that_was_deleted_holds_up_no_other(
    end: DouyinEnd, poller: CommentPoller
) -> None:
    end.comments[VIDEO] = [comment(1, replies=1), comment(2, replies=1)]
    end.replies = {"@c0002": [comment(3)]}
    end.gone = {"@c0001"}
    pages = pages_of(poller)
    assert ids(pages) == numbered(1, 2, 3)
    assert sum(page.skipped for page in pages) == 1
