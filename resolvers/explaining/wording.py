"""Evidence in sentences."""

from collections.abc import Iterator
from typing import Any

from schemas.identity import Evidence

_REFUSALS = {
    "weak": "which links nobody by this policy",
    "blocked": "which is a blocked value",
    "generic": "which too many accounts share",
    "cannot_link": "but a person said they are not one",
    "unique": "but their persons have different values of",
    "max_values": "but together they would have too many values of",
    "overfull": "but one of them alone has too many values of",
    "max_accounts_per_profile": "but together they would have too many accounts",
    "contradicted": "but both say of themselves that they are somebody else",
    "outvoted": "but that is not what all accounts of both persons say",
    "light": "which is below the threshold",
    "apart": "but they have no block in common, so they are not compared",
    "oversized": "but all blocks they have in common are too large, so they are not compared",
}


def line(evidence: Evidence) -> str:
    """What speaks for the two accounts being one person, and what refused it."""
    said = evidence.rule if evidence.value is None else f"{evidence.rule} {evidence.value}"
    if scope := evidence.details.get("scope"):
        said = f"{said} of {scope}"
    if evidence.weight is not None:
        said = f"{said}, {evidence.weight:.1f} bits"
    text = f"{evidence.left} – {evidence.right}: {said}"
    refused = evidence.details.get("refused")
    if refused is None:
        return text
    about = evidence.details.get("about")
    return f"{text}, {_REFUSALS[refused]}" + (f" {about}" if about else "")


def weighing_lines(evidence: Evidence) -> Iterator[str]:
    """How a match weight came about; nothing where the evidence does not say."""
    details = evidence.details
    if "comparisons" not in details:
        return
    yield f"{details['prior']:+7.1f}  of any two accounts"
    for part in details["comparisons"]:
        if part["level"] is not None:
            yield f"{part['bits'] + part['adjustment']:+7.1f}  {_compared(part)}"
    silent = [part["name"] for part in details["comparisons"] if part["level"] is None]
    if silent:
        yield f"         nothing known: {', '.join(silent)}"
    yield (
        f"{evidence.weight:+7.1f}  in all; {details['match_threshold']:.1f} link,"
        f" {details['review_threshold']:.1f} are for review" + _raised(details)
    )
    for block in details.get("blocks", ()):
        size = block["accounts"]
        many = f"more than {details['block_limit']}" if size > details["block_limit"] else size
        yield f"         block {block['rule']}, depth {block['depth']}: {many} accounts"


def _raised(details: dict[str, Any]) -> str:
    bits = details["raised_by"]
    return f" (both {bits:+.1f} for how many accounts there are)" if bits else ""


def _compared(part: dict[str, Any]) -> str:
    said = f"{part['name']} {part['level']}: {_shapes(part['left'])} and {_shapes(part['right'])}"
    if "implied_by" in part:
        said += f" (no news beside {part['implied_by']})"
    if part["adjustment"]:
        said += f" ({part['adjustment']:+.1f} for how common the value is)"
    return said


def _shapes(shapes: list[str]) -> str:
    return ", ".join(shapes)
