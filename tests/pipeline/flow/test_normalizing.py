"""From raw bytes to customer events: what is refused, what becomes a problem, what is cleaned."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flow.normalizing import (
    check_account,
    check_time,
    clean_text,
    normalize_identifiers,
    normalizing_steps,
)
from pipeline.flow.steps import Done, Rejected, run_steps
from schemas.errors import Reject
from schemas.event import Account, Content, Identifier
from schemas.raw import RawEvent
from tests.pipeline.flow.events import NOON, an_event


def test_bytes_that_are_no_raw_event_are_refused_at_the_first_step() -> None:
    outcome = run_steps(normalizing_steps("CN"), b"\xff\x00 not json")
    assert isinstance(outcome, Rejected)
    assert outcome.step == "parse_raw_event"


def test_a_files_manifest_is_done_with_and_not_dropped() -> None:
    raw = RawEvent.of(
        platform="comments",
        source_account="x",
        kind="manifest",
        dedupe_key="1",
        body=b"{}",
        received_at=NOON,
    )
    assert run_steps(normalizing_steps("CN"), raw.to_bytes()) == Done(())


def test_a_platform_nobody_knows_is_refused() -> None:
    raw = RawEvent.of(
        platform="myspace",
        source_account="x",
        kind="push",
        dedupe_key="1",
        body=b"{}",
        received_at=NOON,
    )
    outcome = run_steps(normalizing_steps("CN"), raw.to_bytes())
    assert isinstance(outcome, Rejected)
    assert outcome.step == "read_payload"
    assert outcome.failure.field == "platform"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_steps(data: bytes) -> None:
    assert isinstance(run_steps(normalizing_steps("CN"), data), Rejected)


def test_an_account_id_that_cannot_be_carried_is_refused() -> None:
    strange = Account(account_id="web:shop:user/\x00", platform="web")
    with pytest.raises(Reject, match="printable"):
        check_account(an_event(account=strange))


def test_identifiers_get_their_one_form_and_repeat_no_more() -> None:
    stated = (
        Identifier(type="phone", value="１３９ 0001 0001"),
        Identifier(type="phone", value="+86 13900010001"),
        Identifier(type="email", value=" Lin.Xiaoman@Example.COM "),
    )
    event = normalize_identifiers(an_event(identifiers=stated), "CN")
    assert [(each.type, each.value) for each in event.identifiers] == [
        ("phone", "+8613900010001"),
        ("email", "lin.xiaoman@example.com"),
    ]
    assert event.problems == ()


def test_an_invalid_identifier_becomes_a_problem_that_shows_no_value() -> None:
    damaged = (Identifier(type="phone", value="1.39E+10"),)
    event = normalize_identifiers(an_event(identifiers=damaged), "CN")
    assert event.identifiers == ()
    (problem,) = event.problems
    assert problem.field == "identifiers.phone"
    assert problem.shape == "9.99A+99"


def test_text_is_brought_to_nfkc_without_control_characters() -> None:
    said = Content(text=" ＡＢＣ１２３\x00\x1b，好的👨‍👩‍👧\n")
    cleaned = clean_text(an_event(content=said)).content
    assert cleaned is not None
    assert cleaned.text == "ABC123,好的👨‍👩‍👧"


def test_an_empty_trait_is_no_trait() -> None:
    assert clean_text(an_event(traits={"name": "　", "city": "上海"})).traits == {"city": "上海"}


def test_a_time_in_the_future_is_replaced_by_the_time_of_receipt() -> None:
    event = check_time(an_event(occurred_at=NOON + timedelta(days=2)))
    assert event.occurred_at == NOON
    assert [problem.field for problem in event.problems] == ["occurred_at"]


def test_a_time_before_all_customers_is_replaced_by_the_time_of_receipt() -> None:
    event = check_time(an_event(occurred_at=datetime(1899, 12, 30, tzinfo=UTC)))
    assert event.occurred_at == NOON
    assert [problem.field for problem in event.problems] == ["occurred_at"]


def test_a_late_event_keeps_its_time() -> None:
    late = an_event(occurred_at=NOON - timedelta(days=400))
    assert check_time(late) == late


def test_a_masked_phone_becomes_a_trait() -> None:
    event = an_event(identifiers=(Identifier(type="phone", value="138 ＊＊＊＊ 1234"),))
    changed = normalize_identifiers(event, "CN")
    assert (changed.identifiers, changed.problems) == ((), ())
    assert changed.traits["masked_phone"] == "138****1234"
