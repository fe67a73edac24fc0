"""What the number of accounts does to thresholds."""

import pytest

from tests.resolvers.comparing import TINY_MODEL
from tests.resolvers.strategies import SMALL_POLICY


def test_the_more_accounts_the_more_bits_it_takes() -> None:
    policy = SMALL_POLICY.model_copy(update={"population": 8000})
    raised = policy.for_model_from(1000)
    assert raised.effective_match_threshold == policy.match_threshold + 3
    assert raised.effective_review_threshold == policy.review_threshold + 3
    lowered = policy.for_model_from(16000)
    assert lowered.effective_match_threshold == policy.match_threshold - 1


def test_the_file_says_the_same_whatever_the_model() -> None:
    policy = SMALL_POLICY.model_copy(update={"population": 8000})
    raised = policy.for_model_from(1000)
    assert (raised.version, raised.model_dump()) == (policy.version, policy.model_dump())
    assert raised.for_model_from(1000).effective_match_threshold == raised.effective_match_threshold


def test_without_a_population_thresholds_are_those_of_the_file() -> None:
    assert SMALL_POLICY.for_model_from(1000) is SMALL_POLICY
    assert SMALL_POLICY.effective_match_threshold == SMALL_POLICY.match_threshold


def test_without_a_population_versions_are_those_of_releases_that_had_none() -> None:
    assert (SMALL_POLICY.version, TINY_MODEL.version) == ("af62f295cc79", "0b83294cdfee")
    stated = {"population": 8000}
    assert type(SMALL_POLICY)(**SMALL_POLICY.model_dump() | stated).version != SMALL_POLICY.version
    assert type(TINY_MODEL)(**TINY_MODEL.model_dump() | stated).version != TINY_MODEL.version


def test_a_population_needs_a_model_that_says_its_own() -> None:
    with pytest.raises(ValueError, match="says its population"):
        SMALL_POLICY.model_copy(update={"population": 8000}).for_model_from(None)
