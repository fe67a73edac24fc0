"""`guiyi evaluate`: the profiles against a known truth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resolvers.recomputing import ThresholdScores

EXIT_UNUSABLE = 2


def evaluate(
    truth: Annotated[
        Path,
        typer.Argument(
            metavar="TRUTH.csv",
            help="columns account_id and person: which accounts are one person",
            exists=True,
            dir_okay=False,
        ),
    ],
    *,
    thresholds: Annotated[
        str, typer.Option(help="match thresholds in bits to try as well, as 2,6,10")
    ] = "",
    chart: Annotated[
        Path | None, typer.Option(help="draw the thresholds, as .png, .svg or .html")
    ] = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Measure how well the profiles agree with a known truth.

    By pairs of accounts and by B³, for the mean account; now, and at other thresholds, which are
    tried on a copy of the graph.
    """
    from contextlib import closing
    from datetime import UTC, datetime

    from pipeline.charts import check, save, threshold_chart
    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import criteria_of
    from resolvers.recomputing import scores_at, scores_now, unknown_accounts
    from resolvers.store import open_store
    from schemas.errors import Fatal

    with failing_clearly(refused=EXIT_UNUSABLE):
        wanted = _numbers(thresholds)
        if chart is not None and not wanted:
            raise Fatal("--chart draws thresholds: name some with --thresholds")
        if chart is not None:
            check(chart)
        known = read_truth(truth)
        settings = current_settings(data, may_be_stopped=True)
        criteria = criteria_of(settings)
        with closing(open_store(settings.identity_store_url, must_exist=True)) as store:
            missing = unknown_accounts(store, known)
            now = scores_now(store, criteria, known)
            tried: list[ThresholdScores] = []
            if wanted:
                moment, folder = datetime.now(UTC), settings.data_dir
                tried += scores_at(store, criteria, known, wanted, now=moment, folder=folder)
        _print(now, tried, len(known), len(missing), as_json)
        if wanted and criteria.comparing is None:
            typer.echo("the policy has no accounts compared: thresholds change nothing", err=True)
        if chart is not None:
            save(threshold_chart(tried), chart)


def read_truth(path: Path) -> "Mapping[str, str]":
    """The person of each account.

    Raises:
        Fatal: naming the line and what was expected there.
    """
    import csv

    from schemas.errors import Fatal

    truth: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := {"account_id", "person"} - set(rows.fieldnames or ()):
                raise Fatal(f"{path}: expected the columns {', '.join(sorted(missing))} as well")
            for row in rows:
                account_id, person = row["account_id"], row["person"]
                if not account_id or not person:
                    raise Fatal(f"{path}:{rows.line_num}: expected an account_id and a person")
                if truth.setdefault(account_id, person) != person:
                    raise Fatal(f"{path}:{rows.line_num}: an account of two persons")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Fatal(f"{path}: expected CSV in UTF-8: {error}") from error
    if not truth:
        raise Fatal(f"{path}: expected at least one account")
    return truth


def _numbers(text: str) -> list[float]:
    from schemas.errors import Fatal

    try:
        return [float(each) for each in text.split(",") if each.strip()]
    except ValueError:
        raise Fatal("--thresholds: expected numbers of bits, as 2,6,10") from None


def _print(
    now: "ThresholdScores",
    tried: "Sequence[ThresholdScores]",
    accounts: int,
    missing: int,
    as_json: bool,  # noqa: FBT001
) -> None:
    import json

    from pipeline.cli.rows import print_rows

    if as_json:
        scores = {"now": _figures(now), "tried": [_figures(each) for each in tried]}
        typer.echo(json.dumps({"accounts": accounts, "unknown_accounts": missing, **scores}))
        return
    columns = ("threshold", *(name.replace("_", " ") for name in list(_figures(now))[1:]))
    rows = [
        (label, *(f"{value:.4f}" for value in list(_figures(each).values())[1:]))
        for label, each in (("now", now), *((f"{each.threshold:g}", each) for each in tried))
    ]
    print_rows(columns, rows)
    typer.echo(f"{accounts:,} accounts of known persons, {missing:,} of them not in the store")


def _figures(scores: "ThresholdScores") -> dict[str, float]:
    return {
        "threshold": scores.threshold,
        "pair_precision": scores.pairs.precision,
        "pair_recall": scores.pairs.recall,
        "pair_f1": scores.pairs.f1,
        "b_cubed_precision": scores.cubes.precision,
        "b_cubed_recall": scores.cubes.recall,
        "b_cubed_f1": scores.cubes.f1,
    }
