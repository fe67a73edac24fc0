"""Counters and histograms between two pages."""

import math

import pytest

from pipeline.status.series import Series
from tests.pipeline.status.pages import a_worker

MESSAGES = "guiyi_messages_total"


def test_series_of_a_name_add_up_over_the_labels_that_are_left_open() -> None:
    series = a_worker(done=5, dropped=2, rejected=1)
    assert series.value(MESSAGES, agent="normalize") == 8
    assert series.value(MESSAGES, agent="normalize", outcome="dropped") == 2
    assert series.value("guiyi_nothing_total") is None
    by_outcome = series.by("outcome", MESSAGES, agent="normalize")
    assert by_outcome == {"done": 5, "dropped": 2, "rejected": 1}


def test_a_counter_grew_by_the_difference() -> None:
    assert a_worker(done=250).increase(a_worker(done=100), MESSAGES, outcome="done") == 150


def test_a_counter_that_fell_has_begun_anew() -> None:
    before, now = a_worker(done=100, dropped=1), a_worker(done=30, dropped=2)
    assert now.increase(before, MESSAGES) == 30 + 1


def test_a_counter_that_was_not_there_before_grew_from_0() -> None:
    assert a_worker(done=7).increase(Series({}), MESSAGES, outcome="done") == 7


def test_a_process_that_was_started_again_is_known_by_its_start() -> None:
    assert a_worker(started_at=2000.0).began_after(a_worker(started_at=1000.0))
    assert not a_worker(done=1).began_after(a_worker())


def test_a_histogram_has_what_came_in_between_in_order_of_its_bounds() -> None:
    before, now = a_worker(ages=(0.5, 3.0)), a_worker(ages=(0.5, 3.0, 1.5, 9.0))
    grew = now.histogram(before, "guiyi_event_age_seconds", since="received")
    assert list(grew.items()) == [(1.0, 0), (2.0, 1), (4.0, 1), (math.inf, 2)]


def test_a_page_that_is_no_metrics_page_is_told() -> None:
    with pytest.raises(ValueError, match=r"."):
        Series.of("<html>not { this")
