from collections.abc import Iterator
from pathlib import Path

import pytest

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.errors import Reject
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import SMALL_POLICY, event


@pytest.fixture
def resolver(tmp_path: Path) -> Iterator[Resolver]:
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    resolver = Resolver(store, SMALL_POLICY)
    Partition(resolver).deliver(
        event("1", "a", ("phone", "+8613912345678"), ("user_id", "1")),
        event("2", "b", ("phone", "+8613912345678"), ("email", "li@qq.com")),
        event("3", "c", ("email", "li@qq.com")),
        event("4", "d", ("email", "li@qq.com"), ("user_id", "2"), ("nickname", "li")),
        event("5", "e", ("nickname", "li"), ("phone", "0")),
        event("6", "f", ("phone", "0")),
        *(event(f"g{number}", f"g{number}", ("phone", "7")) for number in range(4)),
        event("7", "z", ("email", "1")),
        event("8", "junk", ("email", "1"), ("email", "2"), ("email", "3")),
    )
    yield resolver
    store.close()


def refused(resolver: Resolver, left: str, right: str) -> list[dict[str, object]]:
    return [each.details for each in resolver.why(left, right).obstacles]


def test_one_person_is_explained_by_a_chain_from_left_to_right(resolver: Resolver) -> None:
    explanation = resolver.why("c", "a")
    assert explanation.is_one_person
    assert [(each.left, each.right, each.rule) for each in explanation.chain] == [
        ("c", "b", "email"),
        ("b", "a", "phone"),
    ]
    assert explanation.obstacles == ()
    assert "one person" in str(explanation)


def test_personal_values_are_masked_unless_asked_for(resolver: Resolver) -> None:
    assert "139****5678" in str(resolver.why("a", "b"))
    assert "13912345678" not in str(resolver.why("a", "b"))
    assert "+8613912345678" in str(resolver.why("a", "b", clear=True))


def test_a_veto_is_named(resolver: Resolver) -> None:
    explanation = resolver.why("a", "d")
    assert not explanation.is_one_person
    assert refused(resolver, "a", "d") == [{"refused": "unique", "about": "user_id"}]
    assert "different values of user_id" in str(explanation)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [("d", "e", "weak"), ("e", "f", "blocked"), ("g0", "g3", "generic")],
)
def test_a_shared_value_that_says_nothing_is_named(
    resolver: Resolver, left: str, right: str, why: str
) -> None:
    assert [each["refused"] for each in refused(resolver, left, right)] == [why]


def test_an_account_with_too_many_values_is_named(resolver: Resolver) -> None:
    assert refused(resolver, "z", "junk") == [{"refused": "overfull", "about": "email"}]
    assert "one of them alone has too many values of email" in str(resolver.why("z", "junk"))


def test_a_persons_word_is_named(resolver: Resolver) -> None:
    resolver.review.decide("b", "c", Verdict.CANNOT_LINK, by="ming", why="sisters")
    assert refused(resolver, "b", "c") == [{"refused": "cannot_link"}]


def test_accounts_with_nothing_between_them_have_an_empty_chain(resolver: Resolver) -> None:
    explanation = resolver.why("a", "z")
    assert explanation.chain == ()
    assert "Nothing leads" in str(explanation)


def test_an_unknown_account_and_one_account_twice_are_refused(resolver: Resolver) -> None:
    with pytest.raises(Reject, match="known account"):
        resolver.why("a", "nobody")
    with pytest.raises(Reject, match="another account"):
        resolver.why("a", "a")
