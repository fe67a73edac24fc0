"""Whatever a payload holds, its reader gives events that travel, `Ignored` or `Reject`.

A platform's raw events stand in `tests/connectors/<platform>/bodies.py`: `KINDS`, each with the
headers it travels with, and `BODIES`, samples of each. `FUZZ_EXAMPLES` says how many changes of
each kind are tried.
"""

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.registry import PLATFORMS, read
from connectors.sdk.files.manifest import KIND as MANIFEST
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.changing import (
    ODD_JSON,
    ODD_XML,
    has_elements,
    json_of,
    json_value,
    with_element,
    with_json,
)
from tests.connectors.reading import raw_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
"""For each platform and kind of change."""


@dataclass(frozen=True)
class Bodies:
    """The raw events of one platform."""

    platform: str
    kinds: Mapping[str, Mapping[str, str]]
    bodies: Sequence[tuple[str, bytes]]

    @classmethod
    def of(cls, platform: str) -> "Bodies":
        module = import_module(f"tests.connectors.{platform}.bodies")
        return cls(platform, module.KINDS, module.BODIES)

    def read(self, kind: str, body: bytes) -> None:
        """Read a raw event as the normalize agent does; whatever comes of it must travel."""
        raw = raw_of(
            body,
            platform=self.platform,
            source_account="a",
            kind=kind,
            headers=self.kinds[kind],
        )
        try:
            reading = read(RawEvent.from_bytes(raw.to_bytes()))
        except Reject:
            return
        if not isinstance(reading, Ignored):
            for event in reading:
                assert CustomerEvent.from_bytes(event.to_bytes()).event_id == event.event_id


ALL = [Bodies.of(platform) for platform in PLATFORMS]
JSON = {each.platform: json_of(body for _, body in each.bodies) for each in ALL}

of_each_platform = pytest.mark.parametrize("its", ALL, ids=lambda its: its.platform)
as_many_as_asked_for = settings(max_examples=EXAMPLES, deadline=None)


@of_each_platform
def test_every_kind_of_raw_event_has_a_sample(its: Bodies) -> None:
    """What is changed below is well-formed before."""
    assert {kind for kind, _ in its.bodies} == set(its.kinds)
    for kind, body in its.bodies:
        raw = raw_of(
            body, platform=its.platform, source_account="a", kind=kind, headers=its.kinds[kind]
        )
        assert read(raw) or kind == MANIFEST


@of_each_platform
@as_many_as_asked_for
@given(data=st.data())
def test_random_json_stops_no_reader(its: Bodies, data: st.DataObject) -> None:
    body = data.draw(JSON[its.platform])
    for kind in its.kinds:
        its.read(kind, body.encode())


@of_each_platform
def test_odd_json_stops_no_reader(its: Bodies) -> None:
    for kind in its.kinds:
        for odd in ODD_JSON:
            its.read(kind, odd.encode())


@of_each_platform
@as_many_as_asked_for
@given(data=st.data(), choices=st.randoms(use_true_random=False))
def test_a_sample_with_one_odd_value_stops_no_reader(
    its: Bodies, data: st.DataObject, choices: random.Random
) -> None:
    kind, body = data.draw(st.sampled_from(its.bodies))
    if json_value(body) is not None:
        odd = data.draw(JSON[its.platform])
        its.read(kind, with_json(body, choices.choice, odd))
    elif has_elements(body):
        odd = data.draw(st.sampled_from(ODD_XML) | st.text(alphabet="0aé ", max_size=9))
        its.read(kind, with_element(body, choices.choice, odd))


@of_each_platform
@as_many_as_asked_for
@given(
    data=st.data(),
    cut=st.tuples(st.floats(0, 1), st.integers(0, 12)),
    put=st.one_of(st.binary(max_size=6), st.text(max_size=6).map(str.encode)),
)
def test_a_sample_with_bytes_changed_stops_no_reader(
    its: Bodies, data: st.DataObject, cut: tuple[float, int], put: bytes
) -> None:
    kind, body = data.draw(st.sampled_from(its.bodies))
    start = int(cut[0] * len(body))
    its.read(kind, body[:start] + put + body[start + cut[1] :])
