"""The round over all groups, against WeCom's end over real HTTP."""

import json
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from connectors.sdk.poller import Page, Poller
from connectors.sdk.tokens import Tokens
from connectors.wecom.groups import PAGE_GROUPS
from connectors.wecom.source import WecomSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd
from tests.connectors.wecom.people import customer_id, group

GROUPS = 2 * PAGE_GROUPS + 5


@pytest.fixture
def end() -> WecomEnd:
    return WecomEnd(groups=[group(number, number) for number in range(GROUPS)], page_groups=30)


@pytest.fixture
def url(end: WecomEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


def groups(url: str, tokens: Tokens) -> Poller:
    source = WecomSource(name="main", corp_id="ww1", secret=SecretStr(SECRET), base_url=url)
    return source.pollers(tokens)[2]


def people(pages: list[Page]) -> list[str]:
    return [raw.person_id for raw in raws_of(pages)]


def test_the_customers_of_every_group_are_told_of_and_staff_is_not(
    url: str, tokens: Tokens
) -> None:
    pages = pages_of(groups(url, tokens))
    assert people(pages) == [customer_id(number) for number in range(GROUPS)]
    assert len(pages) > 2


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_round_goes_on_where_it_was_after_a_restart(url: str, tokens: Tokens, pages: int) -> None:
    first = pages_of(groups(url, tokens), most=pages)
    rest = pages_of(groups(url, tokens), first[-1].cursor)
    assert people(first + rest) == [customer_id(number) for number in range(GROUPS)]


def test_a_group_whose_members_are_the_same_gives_nothing(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    cursor = pages_of(groups(url, tokens))[-1].cursor
    end.groups[7] = group(7, 7, 1000, version="2")
    assert people(pages_of(groups(url, tokens), cursor)) == [customer_id(7), customer_id(1000)]


def test_who_was_in_a_group_before_is_no_new_event(end: WecomEnd, url: str, tokens: Tokens) -> None:
    pages = pages_of(groups(url, tokens))
    known = {raw.event_id for raw in raws_of(pages)}
    end.groups[7] = group(7, 7, 1000, version="2")
    after = raws_of(pages_of(groups(url, tokens), pages[-1].cursor))
    assert [raw.person_id for raw in after if raw.event_id not in known] == [customer_id(1000)]


def test_a_group_that_is_gone_when_it_is_asked_for_is_passed_over_and_forgotten(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = groups(url, tokens)
    first = pages_of(poller, most=1)
    gone = end.groups.pop(25)
    rest = pages_of(poller, first[-1].cursor)
    assert len(people(first + rest)) == GROUPS - 1
    assert gone["chat_id"] not in rest[-1].cursor


def test_a_place_in_the_list_that_is_not_known_any_more_has_the_list_read_anew(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    first = pages_of(groups(url, tokens), most=2)
    end.old_cursors = {json.loads(first[-1].cursor)["page"]}
    over = pages_of(groups(url, tokens), first[-1].cursor)
    end.old_cursors.clear()
    again = pages_of(groups(url, tokens), over[-1].cursor)
    assert people(over) == []
    assert set(people(first + again)) == {customer_id(number) for number in range(GROUPS)}
