"""The demo's invented customers, by the shipped policy and model."""

import tempfile
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.identity.streaming import Resolved, resolve
from benchmarks.report import Figures
from pipeline.demo.day import make_day
from pipeline.demo.in_process import customer_events, raw_events
from pipeline.demo.platforms import SOCIAL
from resolvers.accounts import AccountState, IdentifierKey, fold, held
from resolvers.comparisons import describe
from resolvers.criteria import Criteria
from resolvers.evaluation import PairScores, adjusted_rand, pair_scores
from resolvers.matching import load_model
from resolvers.policy import Policy, load_policy
from schemas.event import CustomerEvent

STATEMENTS = frozenset({"name", "nickname", "phone", "masked_phone", "email", "birthday"})
"""What an account can say of who it is. A device, a city or a gender alone says it of nobody."""


@dataclass(frozen=True, slots=True)
class Customers:
    """A day's events and the person behind each account. `speaking`: those of whom resolving can
    find out who they are, since they, or an account of the person that states an identifier which
    they state too, say something of themselves.
    """

    events: Sequence[CustomerEvent]
    truth: Mapping[str, int]
    speaking: Mapping[str, int]


def customers(people: int, seed: int, policy: Policy) -> Customers:
    """A day's customers through the connectors' readers and the normalizing steps."""
    day = make_day(people, seed, platforms=SOCIAL)
    with tempfile.TemporaryDirectory() as folder:
        events = list(customer_events(raw_events(day, Path(folder))))
    by_account: dict[str, list[CustomerEvent]] = {}
    for event in events:
        by_account.setdefault(event.account.account_id, []).append(event)
    states = {account: fold(None, of) for account, of in by_account.items()}
    return Customers(events, day.truth, _speaking(day.truth, states, policy))


def run_social(options: Namespace) -> Figures:
    """Resolve the customers of several seeds; the figures are the worst of them.

    `deterministic.…` is by the same policy without comparing. Accounts of which nobody could find
    out whose they are count in `all.…` only.
    """
    policy, model = load_policy(options.policy), load_model()
    figures: dict[str, float] = {}
    lowest: dict[str, float] = {}
    for seed in range(options.seed, options.seed + options.seeds):
        of = customers(options.people, seed, policy)
        runs = [
            resolve(of.events, Criteria(policy, model), Random(seed + order))
            for order in range(options.orders)
        ]
        alone = resolve(of.events, Criteria(policy), Random(seed))
        one = _figures(of, runs, alone)
        figures |= {f"seed_{seed}.{name}": one[name] for name in _TOLD_OF_EACH}
        lowest = {name: min(value, lowest.get(name, value)) for name, value in one.items()}
    return lowest | figures


_TOLD_OF_EACH = (
    "cluster_pair_precision",
    "cluster_pair_recall",
    "deterministic.cluster_pair_precision",
    "deterministic.cluster_pair_recall",
)


def _figures(of: Customers, runs: Sequence[Resolved], alone: Resolved) -> dict[str, float]:
    first = runs[0]
    scores, before = pair_scores(of.speaking, first.found), pair_scores(of.speaking, alone.found)
    return {
        "accounts": len(of.truth),
        "speaking_share": len(of.speaking) / len(of.truth),
        **_scores("", scores),
        **_scores("deterministic.", before),
        "recall_gained": scores.recall - before.recall,
        **_scores("all.", pair_scores(of.truth, first.found)),
        **_scores("all.deterministic.", pair_scores(of.truth, alone.found)),
        "adjusted_rand_over_orders": min(adjusted_rand(first.found, one.found) for one in runs),
        "adjusted_rand_after_reversal": min(
            adjusted_rand(one.found, one.after_reversal) for one in runs
        ),
        "events_per_second": len(of.events) / first.seconds,
        "deterministic.events_per_second": len(of.events) / alone.seconds,
    }


def _scores(prefix: str, scores: PairScores) -> dict[str, float]:
    return {
        f"{prefix}cluster_pair_precision": scores.precision,
        f"{prefix}cluster_pair_recall": scores.recall,
        f"{prefix}cluster_pair_f1": scores.f1,
    }


def _speaking(
    truth: Mapping[str, int], states: Mapping[str, AccountState], policy: Policy
) -> dict[str, int]:
    says = {
        account for account, state in states.items() if describe(state, policy, STATEMENTS).content
    }
    silent = states.keys() - says
    told: set[tuple[int, IdentifierKey]] = set()
    while says:  # and so on, from those who say something to those who share an identifier
        told |= {(truth[each], key) for each in says for key in held(states[each], policy)}
        says = {
            each
            for each in silent
            if any((truth[each], key) in told for key in held(states[each], policy))
        }
        silent -= says
    return {account: truth[account] for account in states if account not in silent}
