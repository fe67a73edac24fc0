"""Pulling customer service messages, against WeCom's end over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.sdk.poller import Page
from connectors.sdk.tokens import Tokens
from connectors.wecom.customer_service import CustomerServicePoller
from connectors.wecom.source import WecomSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd


def sent(account: str, number: int) -> dict[str, Any]:
    return {
        "msgid": f"{account}-{number}",
        "open_kfid": account,
        "external_userid": f"wm{number % 3}",
        "send_time": 1767244000 + number,
        "origin": 3,
        "msgtype": "text",
        "text": {"content": f"第{number}条"},
    }


@pytest.fixture
def end() -> WecomEnd:
    messages = {
        account: [sent(account, number) for number in range(8)] for account in ("wkA", "wkB")
    }
    return WecomEnd(messages=messages, page_messages=3)


@pytest.fixture
def url(end: WecomEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


def service(url: str, tokens: Tokens) -> CustomerServicePoller:
    source = WecomSource(
        name="main", corp_id="ww1", customer_service_secret=SecretStr(SECRET), base_url=url
    )
    (poller,) = source.pollers(tokens)
    assert isinstance(poller, CustomerServicePoller)
    return poller


def ids(pages: list[Page]) -> list[str]:
    return [raw.dedupe_key.removeprefix("service_message:") for raw in raws_of(pages)]


def all_of(account: str, first: int = 0, last: int = 8) -> list[str]:
    return [f"{account}-{number}" for number in range(first, last)]


def test_every_message_of_every_account_is_pulled_in_order(url: str, tokens: Tokens) -> None:
    pages = pages_of(service(url, tokens))
    assert ids(pages) == all_of("wkA") + all_of("wkB")
    assert all(page.behind_seconds and page.behind_seconds > 0 for page in pages)


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5])
def test_each_account_goes_on_at_its_own_place_after_a_restart(
    url: str, tokens: Tokens, pages: int
) -> None:
    first = pages_of(service(url, tokens), most=pages)
    rest = pages_of(service(url, tokens), first[-1].cursor)
    assert sorted(ids(first + rest)) == all_of("wkA") + all_of("wkB")


def test_a_ring_asks_about_its_account_alone(end: WecomEnd, url: str, tokens: Tokens) -> None:
    poller = service(url, tokens)
    cursor = pages_of(poller)[-1].cursor
    for account in end.messages:
        end.messages[account].append(sent(account, 8))
    end.asked.clear()
    poller.waiting.add("wkB", "token")
    assert ids(pages_of(poller, cursor)) == all_of("wkB", 8, 9)
    assert end.asked == ["kf/sync_msg"]


def test_what_rang_for_nobody_is_found_when_the_interval_is_over(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    now = 0.0
    poller = service(url, tokens)
    poller.clock = lambda: now
    cursor = pages_of(poller)[-1].cursor
    end.messages["wkA"].append(sent("wkA", 8))
    assert ids(pages_of(poller, cursor)) == []
    now = poller.interval_seconds
    assert ids(pages_of(poller, cursor)) == all_of("wkA", 8, 9)


@pytest.mark.parametrize("others_rang", [True, False])
def test_an_account_that_always_rings_does_not_hold_up_the_others(
    end: WecomEnd, url: str, tokens: Tokens, others_rang: bool
) -> None:
    now = 0.0
    poller = service(url, tokens)
    poller.clock = lambda: now
    cursor = pages_of(poller)[-1].cursor
    end.messages["wkB"].append(sent("wkB", 8))
    now = 0.0 if others_rang else poller.interval_seconds
    pulled: list[Page] = []
    for turn in range(5):
        poller.waiting.add("wkA", f"token {turn}")
        if others_rang and turn == 0:
            poller.waiting.add("wkB", "token")
        pulled += pages_of(poller, cursor, most=1)
        poller.waiting.add("wkA", f"token {turn} and a half")
        cursor = pulled[-1].cursor
    assert ids(pulled) == all_of("wkB", 8, 9)


def test_who_rings_while_all_are_asked_about_is_asked_about_with_its_token(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = service(url, tokens)
    first = pages_of(poller, most=1)
    poller.waiting.add("wkB", "token")
    rest = pages_of(poller, first[-1].cursor)
    assert ids(first + rest) == all_of("wkA", 0, 3) + all_of("wkB", 0, 3) + ids(rest)[3:]
    assert sorted(ids(first + rest)) == all_of("wkA") + all_of("wkB")
    assert not rest[-1].more


def test_a_ring_while_its_account_is_asked_about_is_not_lost(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = service(url, tokens)
    cursor = pages_of(poller)[-1].cursor
    poller.waiting.add("wkA", "first")
    cursor = pages_of(poller, cursor)[-1].cursor
    end.messages["wkA"].append(sent("wkA", 8))
    poller.waiting.add("wkA", "second")
    assert ids(pages_of(poller, cursor)) == all_of("wkA", 8, 9)


def test_a_page_that_was_not_published_is_pulled_again(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = service(url, tokens)
    cursor = pages_of(poller)[-1].cursor
    end.messages["wkA"].append(sent("wkA", 8))
    poller.waiting.add("wkA", "token")
    assert ids(pages_of(poller, cursor, most=1)) == all_of("wkA", 8, 9)
    assert ids(pages_of(poller, cursor, most=1)) == all_of("wkA", 8, 9)


def test_an_account_that_gives_nothing_does_not_hold_up_the_others(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    end.closed.add("wkA")
    assert ids(pages_of(service(url, tokens))) == all_of("wkB")


def test_a_callbacks_token_that_has_grown_old_is_done_without(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = service(url, tokens)
    cursor = pages_of(poller)[-1].cursor
    end.messages["wkA"].append(sent("wkA", 8))
    end.old_tokens.add("old")
    poller.waiting.add("wkA", "old")
    assert ids(pages_of(poller, cursor)) == all_of("wkA", 8, 9)


def test_an_account_whose_place_is_not_known_any_more_is_begun_anew(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = service(url, tokens)
    pages = pages_of(poller)
    end.messages["wkA"].append(sent("wkA", 8))
    end.old_cursors.add("8")
    poller.waiting.add("wkA", "token")
    again = pages_of(poller, pages[-1].cursor)
    assert ids(again) == all_of("wkA", 0, 9)
    known = {raw.event_id for raw in raws_of(pages)}
    assert len([raw for raw in raws_of(again) if raw.event_id not in known]) == 1
