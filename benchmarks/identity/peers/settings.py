"""What a peer is told of a data set, as data."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("settings.yaml")

Key = tuple[str, ...]
"""Fields, or the first letters of one: `surname:3`."""


class Similarity(BaseModel):
    """How a field is compared; `thresholds` are similarities, or numbers of typing errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    kind: Literal["jaro_winkler", "edits", "exact"]
    thresholds: tuple[float, ...] = ()


class PeerSettings(BaseModel):
    """`block` says which records are compared, `train` of which Splink learns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    compare: tuple[Similarity, ...]
    block: tuple[Key, ...]
    train: tuple[Key, ...]


def settings_of(dataset: str, fields: list[str]) -> PeerSettings:
    """The settings of a known data set; of another, what its fields alone suggest."""
    known = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if dataset in known:
        return PeerSettings.model_validate(known[dataset])
    return PeerSettings(
        compare=tuple(
            Similarity(field=field, kind="jaro_winkler", thresholds=(0.92, 0.8)) for field in fields
        ),
        block=tuple((field,) for field in fields),
        train=tuple((field,) for field in fields[:2]),
    )


def part_of(expression: str) -> tuple[str, int | None]:
    """A field, and how many of its first letters; None: all."""
    field, _, letters = expression.partition(":")
    return field, int(letters) if letters else None
