import pytest

from connectors.registry import PLATFORMS, read
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.event import EventType
from tests.connectors.reading import raw_of


def test_every_platform_has_its_name_and_its_table() -> None:
    for name, platform in PLATFORMS.items():
        assert platform.name == name
        assert platform.event_types
        for meaning in platform.event_types.values():
            assert isinstance(meaning, EventType | Ignored)


@pytest.mark.parametrize("platform", [*PLATFORMS, "unknown"])
def test_an_unknown_kind_or_platform_is_rejected(platform: str) -> None:
    with pytest.raises(Reject):
        read(raw_of(b"{}", platform=platform, source_account="s", kind="unknown"))
