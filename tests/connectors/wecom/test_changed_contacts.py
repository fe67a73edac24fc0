"""The details of customers that callbacks named, against WeCom's end over real HTTP."""

import asyncio
from collections.abc import Iterator

import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from connectors.sdk.poller import Page, Rung
from connectors.sdk.receiver import Request
from connectors.sdk.tokens import Tokens
from connectors.wecom.changed_contacts import ChangedContactsPoller
from connectors.wecom.source import WecomSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator import wecom_callbacks
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd
from schemas.errors import Retry
from tests.connectors.reading import RECEIVED_AT, VECTORS, events_of
from tests.connectors.wecom.people import contact, customer_id, noted
from tests.connectors.wecom.told import callback

TOKEN = VECTORS["wecom_aes"]["token"]
KEY = VECTORS["wecom_aes"]["EncodingAESKey"]


@pytest.fixture
def end() -> WecomEnd:
    people = [contact(number, noted("wangmin", "13900010001")) for number in range(5)]
    staff = [noted(f"staff{number}", f"1390001000{number}") for number in range(5)]
    return WecomEnd([*people, contact(9, *staff)], page_staff=2)


@pytest.fixture
def source(end: WecomEnd) -> Iterator[WecomSource]:
    with served(end.app) as url:
        yield WecomSource(
            name="main",
            corp_id="ww1",
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(KEY),
            max_age_seconds=None,
            secret=SecretStr(SECRET),
            base_url=url,
        )


@pytest.fixture
def poller(source: WecomSource, tokens: Tokens) -> ChangedContactsPoller:
    poller = source.pollers(tokens)[1]
    assert isinstance(poller, ChangedContactsPoller)
    return poller


def changed(source: WecomSource, number: int, at: int = 1767242000) -> None:
    """Let the source receive the callback of a change."""
    message = callback(
        "change_external_contact",
        ChangeType="edit_external_contact",
        ExternalUserID=customer_id(number),
        CreateTime=str(at),
    )
    call = wecom_callbacks.push(TOKEN, KEY, "ww1", message)
    receiver = source.receiver()
    assert receiver is not None
    receiver.receive(Request("POST", "", call.query, "", {}, call.body, None, RECEIVED_AT))


def people(pages: list[Page]) -> list[str]:
    return [raw.person_id for raw in raws_of(pages)]


def test_a_callback_rings_and_the_customers_details_are_asked_for(
    source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 3)
    changed(source, 1)
    assert isinstance(poller, Rung)
    assert asyncio.run(asyncio.wait_for(poller.doorbell.heard(), 1))
    pages = pages_of(poller)
    assert people(pages) == [customer_id(3), customer_id(1)]
    (event,) = events_of(raws_of(pages)[0])
    assert event.snapshot
    assert people(pages_of(poller, pages[-1].cursor)) == []


def test_a_customer_who_changes_while_being_asked_about_is_asked_about_again(
    source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 3)
    pages = pages_of(poller)
    changed(source, 3, at=1767242001)
    assert people(pages_of(poller, pages[-1].cursor)) == [customer_id(3)]


def test_what_was_changed_back_is_an_event_again(
    source: WecomSource, poller: ChangedContactsPoller
) -> None:
    cursor, ids = None, []
    for at in (1767242000, 1767242001):
        changed(source, 3, at)
        (page,) = pages_of(poller, cursor)
        cursor = page.cursor
        ids += [raw.event_id for raw in page.raws]
    assert len(set(ids)) == 2


def test_a_page_that_was_not_published_is_asked_for_again(
    source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 3)
    before = pages_of(poller)
    assert people(pages_of(poller, None)) == people(before)


def test_all_staff_members_of_a_customer_are_told_of_and_a_part_is_no_snapshot(
    source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 9)
    pages = pages_of(poller)
    events = [event for raw in raws_of(pages) for event in events_of(raw)]
    phones = [each.value for event in events for each in event.identifiers if each.type == "phone"]
    assert phones == [f"1390001000{number}" for number in range(5)]
    assert not any(event.snapshot for event in events)
    assert len({event.event_id for event in events}) == 3


def test_a_customer_who_is_gone_is_passed_over(
    end: WecomEnd, source: WecomSource, poller: ChangedContactsPoller
) -> None:
    del end.contacts[3]
    changed(source, 3)
    changed(source, 1)
    assert people(pages_of(poller)) == [customer_id(1)]


def test_who_was_asked_about_in_vain_still_waits(
    end: WecomEnd, source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 3)
    end.errors.append(45033)

    async def ask() -> None:
        async with AsyncClient() as client:
            await poller.page(None, client)

    with pytest.raises(Retry) as error:
        asyncio.run(ask())
    assert error.value.retry_after_seconds == 10
    assert people(pages_of(poller)) == [customer_id(3)]


def test_who_is_refused_for_an_unknown_reason_is_asked_about_after_the_others(
    end: WecomEnd, source: WecomSource, poller: ChangedContactsPoller
) -> None:
    changed(source, 3)
    changed(source, 1)
    end.errors.append(99999)
    with pytest.raises(Retry, match="99999"):
        pages_of(poller)
    assert people(pages_of(poller)) == [customer_id(1), customer_id(3)]
