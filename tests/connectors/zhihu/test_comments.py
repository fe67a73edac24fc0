"""The poller against Zhihu's end over real HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.registry import read
from connectors.sdk.poller import Page
from connectors.sdk.reading import Ignored
from connectors.sdk.tokens import Tokens
from connectors.zhihu.comments import CommentPoller
from connectors.zhihu.source import ZhihuSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.zhihu import Item, ZhihuEnd
from schemas.errors import Fatal, Reject, Retry

SECRET = "access secret"
BRAND = "example-brand"
CREAM = "https://www.zhihu.com/question/1/answer/2"
SOAP = "https://zhuanlan.zhihu.com/p/3"
NOON = datetime.fromisoformat("2026-01-02T12:00:00+08:00")
LIST_SECONDS = 900
FIRST_ID = 11300000000


def said(number: int, *children: dict[str, Any], by: str = "somebody") -> Item:
    comment = {"ID": FIRST_ID + number, "CreatedAt": 1767242400 + number, "AuthorToken": by}
    return {"Comment": comment | {"Content": f"hello {number}"}, "Children": list(children)}


def reply(number: int, to: int, by: str) -> dict[str, Any]:
    comment: dict[str, Any] = said(number, by=by)["Comment"]
    return comment | {"RootID": FIRST_ID + to, "ReplyID": FIRST_ID + to}


class Clock:
    """A clock that stands, until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, seconds: float = LIST_SECONDS + 1) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def end() -> ZhihuEnd:
    contents = {CREAM: {"Title": "面霜"}, SOAP: {"Title": "香皂"}}
    comments = {CREAM: [said(number) for number in range(120)], SOAP: [said(500)]}
    return ZhihuEnd(contents, comments, access_secret=SECRET)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def poller(end: ZhihuEnd, clock: Clock, tokens: Tokens) -> Iterator[CommentPoller]:
    with served(end.app) as url:
        source = ZhihuSource(
            name="brand",
            author_token=BRAND,
            access_secret=SecretStr(SECRET),
            reserve_calls=10,
            base_url=url,
        )
        (poller,) = source.pollers(tokens)
        poller.clock = clock
        yield poller


def all_of(poller: CommentPoller, cursor: str | None = None) -> list[Page]:
    """Pages until there is nothing to ask for, with the pauses left out."""
    pages = pages_of(poller, cursor)
    while pages[-1].quotas_left:
        pages += pages_of(poller, pages[-1].cursor)
    return pages


def numbers(pages: list[Page]) -> list[int]:
    return sorted(int(raw.dedupe_key.removeprefix("comment:")) - FIRST_ID for raw in raws_of(pages))


def test_every_comment_on_every_content_is_one_event(poller: CommentPoller) -> None:
    assert numbers(all_of(poller)) == [*range(120), 500]


def test_only_contents_with_new_comments_cost_calls(
    end: ZhihuEnd, clock: Clock, poller: CommentPoller
) -> None:
    cursor = all_of(poller)[-1].cursor
    end.comments[SOAP] += [said(501), said(502)]
    end.asked.clear()
    clock.go_on()
    assert numbers(all_of(poller, cursor)) == [501, 502]
    assert end.asked == [(SOAP, 0)]


def test_a_comment_that_takes_the_place_of_another_is_found_within_a_day(
    end: ZhihuEnd, clock: Clock, poller: CommentPoller
) -> None:
    cursor = all_of(poller)[-1].cursor
    end.comments[SOAP] = [said(501)]
    clock.go_on()
    assert numbers(all_of(poller, cursor)) == []
    clock.go_on(24 * 3600)
    assert numbers(all_of(poller, cursor)) == [501]


def test_answers_to_a_comment_are_events_and_those_of_the_brand_count_for_whom_they_answer(
    end: ZhihuEnd, clock: Clock, poller: CommentPoller
) -> None:
    end.comments = {CREAM: [said(1, by="xiao-man")]}
    cursor = all_of(poller)[-1].cursor
    end.comments[CREAM] = [said(1, reply(2, 1, BRAND), reply(3, 1, "other"), by="xiao-man")]
    clock.go_on()
    raws = raws_of(all_of(poller, cursor))
    readings = [read(raw) for raw in raws]
    (by_brand,), (by_other,) = (each for each in readings if not isinstance(each, Ignored))
    assert (by_brand.type, by_brand.account.account_id) == ("reply", "zhihu:global:xiao-man")
    assert (by_other.type, by_other.account.account_id) == ("comment", "zhihu:global:other")
    assert [raw.person_id for raw in raws] == ["xiao-man", "other"]


def test_a_walk_goes_on_after_a_stop(end: ZhihuEnd, poller: CommentPoller) -> None:
    first = pages_of(poller)
    first += pages_of(poller, first[-1].cursor)
    rest = all_of(poller, first[-1].cursor)
    assert numbers(first + rest) == [*range(120), 500]
    assert end.asked == [(SOAP, 0), (CREAM, 0), (CREAM, 50), (CREAM, 100)]


def test_a_comment_that_comes_during_a_walk_is_found_by_the_next(
    end: ZhihuEnd, clock: Clock, poller: CommentPoller
) -> None:
    pages = pages_of(poller)
    pages += pages_of(poller, pages[-1].cursor)
    end.comments[CREAM].append(said(130))
    clock.go_on()
    pages += all_of(poller, pages[-1].cursor)
    assert 130 in numbers(pages)


def test_an_empty_page_does_not_end_a_walk(end: ZhihuEnd, poller: CommentPoller) -> None:
    end.filtered = {FIRST_ID + number for number in range(70, 120)}
    assert numbers(all_of(poller)) == [*range(70), 500]


def test_the_calls_of_a_day_are_spread_over_it(end: ZhihuEnd, poller: CommentPoller) -> None:
    end.calls_left = 75
    (*_, page) = pages_of(poller)
    assert page.quotas_left == {"creator": 74}
    assert page.behind_seconds == NOON.timestamp() - (1767242400 + 500)
    assert poller.interval_seconds == 12 * 3600 / 64


def test_reserved_calls_are_left_alone_until_the_next_day(
    end: ZhihuEnd, poller: CommentPoller
) -> None:
    end.calls_left = 10
    (*_, page) = pages_of(poller)
    assert (page.raws, page.quotas_left, end.asked) == ((), {"creator": 10}, [])
    assert poller.interval_seconds == LIST_SECONDS
    end.calls_left = 100
    assert numbers(all_of(poller, page.cursor)) == [*range(120), 500]


def test_a_cursor_that_is_none_of_ours_needs_a_person(poller: CommentPoller) -> None:
    with pytest.raises(Fatal, match="cursor"):
        pages_of(poller, '{"contents": 1}')


def test_a_limit_of_the_rate_is_waited_for_a_minute(end: ZhihuEnd, poller: CommentPoller) -> None:
    cursor = pages_of(poller, most=1)[-1].cursor
    end.errors.append(30001)
    with pytest.raises(Retry) as error:
        pages_of(poller, cursor)
    assert error.value.retry_after_seconds == 60


def test_calls_that_others_spend_meanwhile_are_waited_for_until_the_day_ends(
    end: ZhihuEnd, poller: CommentPoller
) -> None:
    cursor = pages_of(poller, most=1)[-1].cursor
    end.spent_meanwhile = True
    with pytest.raises(Retry, match="of today are spent"):
        pages_of(poller, cursor)


@pytest.mark.parametrize(("code", "seconds"), [(30003, 3600), (90001, None), (40004, 3600)])
def test_other_troubles_are_left_alone_for_a_while(
    end: ZhihuEnd, poller: CommentPoller, code: int, seconds: float | None
) -> None:
    end.errors.append(code)
    with pytest.raises(Retry) as error:
        pages_of(poller)
    assert error.value.retry_after_seconds == seconds


@pytest.mark.parametrize("code", [20001, 30002])
def test_what_only_a_person_can_mend_stops_the_poller(
    end: ZhihuEnd, poller: CommentPoller, code: int
) -> None:
    end.errors.append(code)
    with pytest.raises(Fatal):
        pages_of(poller)


def test_a_wrong_secret_stops_the_poller(end: ZhihuEnd, poller: CommentPoller) -> None:
    end.access_secret = "another"
    with pytest.raises(Fatal, match="Access Secret"):
        pages_of(poller)


def test_a_content_that_is_gone_does_not_stop_the_others(
    end: ZhihuEnd, poller: CommentPoller
) -> None:
    del end.comments[CREAM]
    assert numbers(all_of(poller)) == [500]


@pytest.mark.parametrize("wrong", [{"ID": None}, {"ID": 7, "AuthorToken": {}}])
def test_what_is_no_comment_is_kept_for_the_dead_letters(
    end: ZhihuEnd, poller: CommentPoller, wrong: dict[str, Any]
) -> None:
    odd = {"CreatedAt": 1767242400, "AuthorToken": "x", **wrong}
    end.comments = {SOAP: [said(1, odd), {"Comment": odd}]}
    raws = raws_of(all_of(poller))
    assert len(raws) == 3
    for raw in raws[1:]:
        with pytest.raises(Reject):
            read(raw)


def test_contents_beyond_the_most_are_not_watched(end: ZhihuEnd, poller: CommentPoller) -> None:
    poller.most_contents = 1
    assert numbers(all_of(poller)) == [500]
