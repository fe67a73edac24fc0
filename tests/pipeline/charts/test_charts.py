"""Charts as files that programs open."""

from pathlib import Path

import pytest

from pipeline.charts import save, threshold_chart, waterfall_chart
from resolvers.evaluation import b_cubed, pair_scores
from resolvers.recomputing import ThresholdScores
from schemas.errors import Fatal
from schemas.identity import Evidence, EvidenceKind

EVIDENCE = Evidence(
    kind=EvidenceKind.PROBABILISTIC,
    left="a",
    right="b",
    rule="tiny",
    weight=3.5,
    details={
        "prior": -4.0,
        "comparisons": [
            {"name": "name", "level": "equal", "bits": 6.0, "adjustment": 2.5},
            {"name": "city", "level": "else", "bits": -1.0, "adjustment": 0.0},
        ],
        "match_threshold": 3.0,
        "model_version": "123",
    },
)
TRUTH = {"a": "1", "b": "1", "c": "2"}
SCORES = [
    ThresholdScores(bits, pair_scores(TRUTH, found), b_cubed(TRUTH, found))
    for bits, found in ((2.0, TRUTH), (9.0, {"a": "x", "b": "y", "c": "z"}))
]
STARTS = {".png": b"\x89PNG", ".svg": b"<svg", ".html": b"<!DOCTYPE html>"}


@pytest.mark.parametrize("chart", [waterfall_chart(EVIDENCE), threshold_chart(SCORES)])
@pytest.mark.parametrize("kind", STARTS)
def test_a_chart_is_a_file_of_its_kind(tmp_path: Path, chart: dict[str, object], kind: str) -> None:
    save(chart, tmp_path / f"chart{kind}")
    written = (tmp_path / f"chart{kind}").read_bytes()
    assert written.lstrip()[: len(STARTS[kind])].lower() == STARTS[kind].lower()
    assert b"cdn.jsdelivr" not in written


def test_the_last_bar_is_the_weight_and_the_bars_lead_there() -> None:
    rows = waterfall_chart(EVIDENCE)["data"]["values"]
    assert [row["bits"] for row in rows] == [-4.0, 8.5, -1.0, EVIDENCE.weight]
    assert [row["to"] for row in rows[:-1]] == [row["from"] for row in rows[1:-1]] + [3.5]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=r"\.png, \.svg, \.html"):
        save({}, tmp_path / "chart.pdf")
