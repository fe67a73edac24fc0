import numpy as np
import pytest

from resolvers.blocking import BlockingRule
from resolvers.comparisons import NULL, Description
from resolvers.comparisons.exact import Exact
from resolvers.comparisons.nickname import Nickname
from resolvers.matching import MatchModel, score, value_hash
from resolvers.training import Plan, Training, candidate_pairs, train
from schemas.errors import Fatal
from tests.resolvers.training.people import PLAN, RULES, typed


def trained(accounts: list[Description], plan: Plan = PLAN) -> Training:
    pairs = candidate_pairs(accounts, RULES, block_limit=50)
    return train(accounts, pairs, plan, name="people", trained_on="typed", trained_at="2026-01-01")


PEOPLE = typed(people=250, records=3)
ACCOUNTS = [account for _, account in PEOPLE]
TRAINED = trained(ACCOUNTS)


def test_a_model_tells_persons_apart_without_having_been_told() -> None:
    lefts, rights = candidate_pairs(ACCOUNTS, RULES, block_limit=50)
    weights = score(TRAINED.model, [ACCOUNTS[p] for p in lefts], [ACCOUNTS[p] for p in rights])
    same = np.array([PEOPLE[a][0] == PEOPLE[b][0] for a, b in zip(lefts, rights, strict=True)])
    linked = weights > 0
    assert (linked & same).sum() / linked.sum() > 0.95
    assert (linked & same).sum() / same.sum() > 0.97
    assert TRAINED.findings.settled
    assert TRAINED.findings.warnings == ()


def test_a_model_says_among_how_many_accounts_it_was_found() -> None:
    assert TRAINED.model.population == len(ACCOUNTS)


def test_shares_are_those_of_the_two_classes() -> None:
    pairs = list(zip(*candidate_pairs(ACCOUNTS, RULES, block_limit=50), strict=True))
    same = [PEOPLE[left][0] == PEOPLE[right][0] for left, right in pairs]
    assert TRAINED.findings.matches == pytest.approx(np.mean(same), abs=0.02)
    city = TRAINED.model.comparisons[2]
    lefts, rights = zip(*((ACCOUNTS[left], ACCOUNTS[right]) for left, right in pairs), strict=True)
    levels = city.comparison.levels_of(lefts, rights)
    of_matches = levels[np.array(same) & (levels != NULL)]
    of_others = levels[~np.array(same) & (levels != NULL)]
    assert city.levels[0].m == pytest.approx((of_matches == 0).mean(), abs=0.03)
    assert city.levels[0].u == pytest.approx((of_others == 0).mean(), abs=0.03)
    assert TRAINED.findings.by_chance[2][0] == pytest.approx((7 / 8) ** 2 / 3, abs=0.03)


def test_training_again_gives_the_same_model() -> None:
    assert trained(ACCOUNTS).model.version == TRAINED.model.version


def test_a_field_without_information_is_named() -> None:
    accounts = [
        Description({**account.content, "country": ("au",)} | ({"nick": ("x",)} if not n else {}))
        for n, account in enumerate(ACCOUNTS)
    ]
    plan = Plan(
        comparisons=(*PLAN.comparisons, Exact(fields=("country",)), Nickname(fields=("nick",)))
    )
    nothing, hardly = trained(accounts, plan).findings.warnings
    assert "country:exact carries no information" in nothing
    assert "nick:nickname carries hardly any information" in hardly


def test_candidates_that_are_nearly_all_matches_are_reported() -> None:
    accounts = [account for _, account in typed(people=100, records=5)]
    rules = (BlockingRule(name="all", keys=(("name", "birthday", "city"),)),)
    pairs = candidate_pairs(accounts, rules, block_limit=50)
    training = train(accounts, pairs, PLAN, name="narrow", trained_on="", trained_at="")
    assert "blocking rules may be so narrow" in training.findings.warnings[0]


def test_training_needs_pairs() -> None:
    with pytest.raises(Fatal, match="blocking rules"):
        trained([Description({"name": ("ada",)}), Description({"name": ("bob",)})])


def test_frequencies_list_no_value_that_few_accounts_have() -> None:
    accounts = ACCOUNTS + [Description({"name": ("smith",), "birthday": ("20000101",)})] * 20
    model = trained(
        accounts, PLAN.model_copy(update={"term_frequencies": {"name:jaro_winkler"}})
    ).model
    frequencies = model.comparisons[0].frequencies
    assert frequencies is not None
    assert list(frequencies.values) == [value_hash("smith")]
    assert model.comparisons[1].frequencies is None
    smiths = score(model, accounts[-1:], accounts[-1:])
    others = score(model, ACCOUNTS[:1], ACCOUNTS[:1])
    assert len(ACCOUNTS[0].content) == 3
    assert smiths[0] < others[0] - model.comparisons[2].levels[0].bits


def test_a_model_is_read_back_from_its_file() -> None:
    read = MatchModel.model_validate_json(TRAINED.model.model_dump_json())
    assert read.version == TRAINED.model.version


def test_candidates_are_the_pairs_of_the_coarsest_blocks_that_fit() -> None:
    rule = BlockingRule(name="name", keys=(("name",), ("city",)))
    cities = ["x", "x", "y", "y"]
    accounts = [Description({"name": ("li",), "city": (city,)}) for city in cities]
    accounts += [Description({"name": ("wu",), "city": (city,)}) for city in "xy"]
    lefts, rights = candidate_pairs(accounts, (rule,), block_limit=3)
    assert list(zip(lefts.tolist(), rights.tolist(), strict=True)) == [(0, 1), (2, 3), (4, 5)]
