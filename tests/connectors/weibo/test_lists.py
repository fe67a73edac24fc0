from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from connectors.sdk.poller import Page
from connectors.sdk.tokens import Tokens
from connectors.weibo.lists import ListPoller
from connectors.weibo.source import WeiboSource
from connectors.weibo.walk import MAX_EMPTY, OVERLAP
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.weibo import EXPIRED, WeiboEnd
from schemas.errors import Fatal, Retry
from tests.connectors.weibo.posts import post


@pytest.fixture
def end() -> WeiboEnd:
    posts = [post(number) for number in range(500)]
    return WeiboEnd(posts, access_token="token", max_posts=60)


@pytest.fixture
def poller(end: WeiboEnd, tokens: Tokens) -> Iterator[ListPoller]:
    with served(end.app) as url:
        source = WeiboSource(
            name="brand", uid="2600000009", access_token=SecretStr("token"), base_url=url
        )
        yield source.pollers(tokens)[0]


def numbers(pages: list[Page]) -> list[int]:
    return sorted(int(raw.dedupe_key[-4:]) for raw in raws_of(pages))


def test_every_post_is_one_event_though_pages_share_their_boundary(poller: ListPoller) -> None:
    assert numbers(pages_of(poller)) == list(range(500))


def test_the_next_walk_ends_at_what_is_known(end: WeiboEnd, poller: ListPoller) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.comments += [post(number) for number in range(500, 700)]
    end.asked.clear()
    assert numbers(pages_of(poller, cursor)) == list(range(500, 700))
    assert len(end.asked) < 7


def test_nothing_new_gives_no_events_and_keeps_the_place(poller: ListPoller) -> None:
    cursor = pages_of(poller)[-1].cursor
    again = pages_of(poller, cursor)
    assert (numbers(again), again[-1].cursor) == ([], cursor)


def test_a_post_that_shows_late_is_found(end: WeiboEnd, poller: ListPoller) -> None:
    late = end.comments.pop(500 - OVERLAP + 5)
    cursor = pages_of(poller)[-1].cursor
    end.comments.append(late)
    assert numbers(pages_of(poller, cursor)) == [int(late["idstr"][-4:])]


def test_a_walk_goes_on_after_a_stop_and_newer_posts_wait_for_the_next(
    end: WeiboEnd, poller: ListPoller
) -> None:
    first = pages_of(poller, most=3)
    end.comments.append(post(500))
    rest = pages_of(poller, first[-1].cursor)
    assert numbers(first + rest) == list(range(500))
    assert numbers(pages_of(poller, rest[-1].cursor)) == [500]


def test_an_empty_page_in_mid_walk_does_not_hide_what_lies_below(
    end: WeiboEnd, poller: ListPoller
) -> None:
    first = pages_of(poller, most=3)
    comments, end.comments = end.comments, []
    empty = pages_of(poller, first[-1].cursor)
    assert (len(empty), empty[-1].more) == (1, False)
    end.comments = comments
    rest = pages_of(poller, empty[-1].cursor)
    assert numbers(first + rest) == list(range(500))


def test_a_walk_that_stays_empty_ends(end: WeiboEnd, poller: ListPoller) -> None:
    pages = pages_of(poller, most=3)
    end.comments = []
    for _ in range(MAX_EMPTY):
        pages += pages_of(poller, pages[-1].cursor)
    end.comments = [post(600)]
    assert numbers(pages_of(poller, pages[-1].cursor)) == [600]
    assert "max_id" not in end.asked[-2]


def test_deleted_posts_are_left_out_and_unreadable_ones_are_not(
    end: WeiboEnd, poller: ListPoller
) -> None:
    end.comments = [post(1), post(2) | {"deleted": "1"}, post(3) | {"user": None}]
    assert numbers(pages_of(poller)) == [1, 3]


def test_a_post_of_an_odd_form_holds_up_no_other(end: WeiboEnd, poller: ListPoller) -> None:
    end.comments = [post(1), post(2) | {"user": "somebody"}, post(3)]
    assert len({raw.event_id for raw in raws_of(pages_of(poller))}) == 3


def test_an_id_beyond_all_numbers_ends_no_poller(end: WeiboEnd, poller: ListPoller) -> None:
    end.comments = [post(1) | {"idstr": "9" * 5000}, post(2)]
    assert len({raw.event_id for raw in raws_of(pages_of(poller))}) == 2


@pytest.mark.parametrize("code", [10022, 10023, 10024])
def test_a_limit_is_respected(end: WeiboEnd, poller: ListPoller, code: int) -> None:
    end.errors.append(code)
    with pytest.raises(Retry) as error:
        pages_of(poller)
    assert (error.value.retry_after_seconds or 0) >= 60


@pytest.mark.parametrize("code", [10001, 10002, 10011, 99999])
def test_trouble_of_the_platform_passes(end: WeiboEnd, poller: ListPoller, code: int) -> None:
    end.errors.append(code)
    with pytest.raises(Retry, match=str(code)):
        pages_of(poller)
    pages_of(poller)


def test_what_the_app_may_not_do_needs_a_person(end: WeiboEnd, poller: ListPoller) -> None:
    end.errors.append(10014)
    with pytest.raises(Fatal, match="10014 to comments/to_me: the app may not call this"):
        pages_of(poller)


def test_an_expired_token_needs_a_person(end: WeiboEnd, poller: ListPoller) -> None:
    end.errors.append(EXPIRED)
    with pytest.raises(Fatal, match="authorize again"):
        pages_of(poller)
