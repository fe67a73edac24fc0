from collections import Counter
from dataclasses import replace

import pytest

from pipeline.demo.day import Day, make_day
from pipeline.demo.outcome import Outcome
from pipeline.demo.performing import Performance
from pipeline.demo.platforms import EVERY
from pipeline.demo.queries import QUERIES


@pytest.fixture(scope="module")
def perfect() -> Performance:
    day: Day = make_day(50, seed=7)
    profiles = {account: str(person) for account, person in day.truth.items()}
    customers = len(set(profiles.values()))
    outcome = Outcome(Counter(day.events), day.anonymous, profiles, customers)
    return Performance(day, day.events_by_platform, 2, outcome)


def test_a_day_that_came_out_as_it_went_in_is_right(perfect: Performance) -> None:
    assert perfect.is_right
    assert set(perfect.balances) == set(EVERY)


def test_a_single_lost_or_doubled_event_is_not_right(perfect: Performance) -> None:
    account = next(iter(perfect.day.events))
    for change in (-1, 1):
        events = perfect.outcome.events + Counter()
        events[account] += change

        assert not replace(perfect, outcome=replace(perfect.outcome, events=events)).is_right


def test_an_event_of_nobody_that_has_a_profile_is_not_right(perfect: Performance) -> None:
    anonymous = perfect.outcome.anonymous - Counter([next(iter(perfect.day.anonymous))])

    assert not replace(perfect, outcome=replace(perfect.outcome, anonymous=anonymous)).is_right


def test_everybody_in_one_profile_is_not_right(perfect: Performance) -> None:
    profiles = dict.fromkeys(perfect.day.truth, "one")

    assert not replace(perfect, outcome=replace(perfect.outcome, profiles=profiles)).is_right


def test_the_queries_fit_on_a_terminal() -> None:
    assert all(len(line) <= 78 for sql in QUERIES.values() for line in sql.splitlines())
