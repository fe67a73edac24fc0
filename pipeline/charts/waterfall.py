"""The bits of two accounts' comparison, one on the other, up to the match weight."""

from typing import Any

from schemas.identity import Evidence


def waterfall_chart(evidence: Evidence) -> dict[str, Any]:
    """A Vega-Lite waterfall of probabilistic evidence, from the prior to the weight.

    Bars to the right speak for one person, to the left against it; the rule is the threshold.
    """
    details = evidence.details
    steps = [("prior", details["prior"], "")]
    steps += [
        (each["name"], each["bits"] + each["adjustment"], each["level"])
        for each in details["comparisons"]
    ]
    rows, reached = [], 0.0
    for name, bits, level in steps:
        label = f"{name}: {level}" if level else name
        rows.append({"step": label, "from": reached, "to": reached + bits, "bits": bits})
        reached += bits
    rows.append({"step": "match weight", "from": 0.0, "to": reached, "bits": reached})
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": {"field": "step", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "from", "type": "quantitative", "title": "bits"},
            "x2": {"field": "to"},
            "color": {
                "condition": {"test": "datum.bits >= 0", "value": "#2a78b5"},
                "value": "#c8553d",
            },
        },
    }
    labels = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {
            "y": {"field": "step", "type": "nominal", "sort": None},
            "x": {"field": "right", "type": "quantitative"},
            "text": {"field": "bits", "format": "+.1f"},
        },
        "transform": [{"calculate": "max(datum.from, datum.to)", "as": "right"}],
    }
    threshold = {
        "mark": {"type": "rule", "strokeDash": [4, 4]},
        "data": {"values": [{"threshold": details["match_threshold"]}]},
        "encoding": {"x": {"field": "threshold", "type": "quantitative"}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": f"{evidence.left} – {evidence.right}",
            "subtitle": f"model {evidence.rule} {details['model_version']}; dashed: the threshold",
        },
        "width": 560,
        "data": {"values": rows},
        "layer": [bars, labels, threshold],
    }
