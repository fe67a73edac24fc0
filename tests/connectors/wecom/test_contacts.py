"""The round over all customers, against WeCom's end over real HTTP."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from connectors.sdk.poller import Page, Poller
from connectors.sdk.tokens import Tokens
from connectors.wecom.source import WecomSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd
from tests.connectors.reading import events_of
from tests.connectors.wecom.people import contact, customer_id, noted


@pytest.fixture
def end() -> WecomEnd:
    people = [contact(number, noted("wangmin")) for number in range(7)]
    people += [contact(number, noted("liqiang"), noted("zhao")) for number in range(7, 10)]
    return WecomEnd(people, page_contacts=3)


@pytest.fixture
def url(end: WecomEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


def contacts(url: str, tokens: Tokens) -> Poller:
    source = WecomSource(name="main", corp_id="ww1", secret=SecretStr(SECRET), base_url=url)
    return source.pollers(tokens)[0]


def told(pages: list[Page]) -> list[tuple[str, str]]:
    """Customer and staff member of each raw event."""
    events = [event for raw in raws_of(pages) for event in events_of(raw)]
    return sorted(
        (event.account.account_id[-1:], *event.context.attributes["staff"]) for event in events
    )


def test_every_customer_is_told_of_for_each_staff_member(url: str, tokens: Tokens) -> None:
    pages = pages_of(contacts(url, tokens))
    assert told(pages) == sorted(
        [(str(number), "wangmin") for number in range(7)]
        + [(str(number), staff) for number in range(7, 10) for staff in ("liqiang", "zhao")]
    )
    assert (pages[-1].cursor, pages[-1].more) == ("", False)


@pytest.mark.parametrize("pages", [1, 2, 3, 4])
def test_a_round_goes_on_where_it_was_after_a_restart(url: str, tokens: Tokens, pages: int) -> None:
    whole = told(pages_of(contacts(url, tokens)))
    first = pages_of(contacts(url, tokens), most=pages)
    rest = pages_of(contacts(url, tokens), first[-1].cursor)
    assert told(first + rest) == whole


def test_only_what_changed_is_a_new_event_in_the_next_round(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = contacts(url, tokens)
    known = {raw.event_id for raw in raws_of(pages_of(poller))}
    end.contacts[4]["follow_user"][0]["remark_mobiles"] = ["13900010001"]
    new = [raw for raw in raws_of(pages_of(poller)) if raw.event_id not in known]
    assert [raw.person_id for raw in new] == [customer_id(4)]
    (event,) = events_of(new[0])
    assert ("phone", "13900010001") in [(each.type, each.value) for each in event.identifiers]


def test_two_staff_members_may_note_different_mobiles(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    end.contacts = [contact(1, noted("liqiang", "13900010001"), noted("zhao", "13900010002"))]
    events = [event for raw in raws_of(pages_of(contacts(url, tokens))) for event in events_of(raw)]
    phones = [each.value for event in events for each in event.identifiers if each.type == "phone"]
    assert phones == ["13900010001", "13900010002"]
    assert len({event.account for event in events}) == 1


def test_staff_who_came_and_left_in_the_middle_of_a_round_do_not_disturb_it(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    first = pages_of(contacts(url, tokens), most=1)
    end.contacts.append(contact(0, noted("aaa")))
    del end.contacts[:7]  # all of wangmin's
    rest = pages_of(contacts(url, tokens), first[-1].cursor)
    assert {staff for _, staff in told(first)} == {"liqiang"}
    assert {staff for _, staff in told(rest)} == {"zhao"}


def test_a_staff_member_without_customers_is_passed_over(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    poller = contacts(url, tokens)
    (first,) = pages_of(poller, most=1)
    end.contacts = [each for each in end.contacts if each["follow_user"][0]["userid"] == "wangmin"]
    assert {staff for _, staff in told(pages_of(poller, first.cursor))} == {"wangmin"}
