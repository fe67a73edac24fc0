"""What is said of accounts that are, or are not, compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.personal import shape
from tests.resolvers.comparing import COMPARING_POLICY, TINY_MODEL, person
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import event


@pytest.fixture
def resolver(tmp_path: Path) -> Iterator[Resolver]:
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    resolver = Resolver(store, COMPARING_POLICY, TINY_MODEL)
    Partition(resolver).deliver(
        person("a", name="an", city="x", birthday="1"),
        person("b", name="an", birthday="2"),
        person("c", city="x", birthday="1"),
        person("d", name="bo", city="y"),
        event("u", "e", ("user_id", "1"), traits={"name": "lee", "birthday": "1"}),
        event("v", "f", ("user_id", "2"), traits={"name": "lee", "birthday": "1"}),
        *(person(each, name="kim", birthday="9") for each in "ghi"),
    )
    yield resolver
    store.close()


def refusal(resolver: Resolver, left: str, right: str) -> object:
    comparison = resolver.why(left, right).comparison
    assert comparison is not None
    return comparison.details.get("refused")


def test_a_probabilistic_link_shows_every_bit(resolver: Resolver) -> None:
    explanation = resolver.why("c", "a")
    (link,) = explanation.chain
    comparisons = link.details["comparisons"]
    assert [(each["name"], each["level"]) for each in comparisons] == [
        ("name:exact", None),
        ("city:exact", "equal"),
        ("birthday:exact", "equal"),
    ]
    bits = sum(each["bits"] + each["adjustment"] for each in comparisons)
    assert link.weight == pytest.approx(link.details["prior"] + bits)
    assert link.details["match_threshold"] == COMPARING_POLICY.match_threshold
    assert link.details["model_version"] == explanation.model_version == TINY_MODEL.version
    text = str(explanation)
    assert "tiny, 2.2 bits" in text
    assert "+2.0  city:exact equal" in text
    assert "nothing known: name:exact" in text
    assert f"model {TINY_MODEL.version}" in text


def test_values_show_as_shapes_only(resolver: Resolver) -> None:
    Partition(resolver, 1).deliver(
        *(person(each, name="Zhang Wei", birthday="1990-05-01") for each in "yz")
    )
    text = str(resolver.why("y", "z"))
    assert f"name:exact equal: {shape('Zhang Wei')} and {shape('Zhang Wei')}" in text
    assert "Wei" not in text
    assert "1990" not in text


def test_a_weight_below_the_threshold_is_named_with_its_bits(resolver: Resolver) -> None:
    assert refusal(resolver, "a", "b") == "light"
    explanation = resolver.why("a", "b")
    assert explanation.comparison is not None
    assert explanation.comparison.weight == pytest.approx(-3 + 4.17 - 3.17, abs=0.01)
    assert "which is below the threshold" in str(explanation)


def test_accounts_without_a_block_in_common_are_not_compared(resolver: Resolver) -> None:
    assert refusal(resolver, "a", "d") == "apart"
    assert "no block in common" in str(resolver.why("a", "d"))


def test_oversized_blocks_are_named_with_how_many_are_in_them(resolver: Resolver) -> None:
    assert refusal(resolver, "g", "h") == "oversized"
    explanation = resolver.why("g", "h")
    assert explanation.comparison is not None
    assert explanation.comparison.details["blocks"] == [{"rule": "name", "depth": 0, "accounts": 3}]
    assert "block name, depth 0: more than 2 accounts" in str(explanation)


def test_a_veto_against_a_heavy_weight_is_named(resolver: Resolver) -> None:
    assert refusal(resolver, "e", "f") == "unique"
    assert "different values of user_id" in str(resolver.why("e", "f"))
    resolver.review.decide("a", "c", Verdict.CANNOT_LINK, by="ming", why="sisters")
    assert refusal(resolver, "a", "c") == "cannot_link"


def test_without_a_model_nothing_is_said_of_comparing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    resolver = Resolver(store, COMPARING_POLICY)
    Partition(resolver).deliver(person("a", name="an"), person("b", name="an"))
    explanation = resolver.why("a", "b")
    assert (explanation.comparison, explanation.model_version) == (None, None)
    assert "model" not in str(explanation)
    store.close()


def test_thresholds_that_the_number_of_accounts_raises_say_so(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'many.sqlite3'}")
    policy = COMPARING_POLICY.model_copy(update={"population": 4000})
    resolver = Resolver(store, policy, TINY_MODEL.model_copy(update={"population": 1000}))
    Partition(resolver).deliver(*(person(each, city="x", birthday="1") for each in "ac"))
    assert refusal(resolver, "a", "c") == "light"
    assert "2.2 bits" in str(resolver.why("a", "c"))
    assert "4.0 link, 0.0 are for review (both +2.0 for how many" in str(resolver.why("a", "c"))
    store.close()
