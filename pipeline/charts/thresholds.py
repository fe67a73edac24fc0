"""What each match threshold brings."""

from collections.abc import Sequence
from typing import Any

from resolvers.recomputing import ThresholdScores


def threshold_chart(scores: Sequence[ThresholdScores]) -> dict[str, Any]:
    """Vega-Lite lines of precision, recall and F1 over the match threshold, by pairs and by B³."""
    rows = [
        {"threshold": each.threshold, "measure": measure, "kind": kind, "value": value}
        for each in scores
        for kind, of in (("pairs", each.pairs), ("B³", each.cubes))
        for measure, value in (("precision", of.precision), ("recall", of.recall), ("F1", of.f1))
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 560,
        "height": 320,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "threshold", "type": "quantitative", "title": "match threshold, bits"},
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False},
            },
            "color": {"field": "measure", "title": None},
            "strokeDash": {"field": "kind", "title": None},
        },
    }
