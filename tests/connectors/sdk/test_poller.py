"""Where a list goes on."""

import pytest

from connectors.sdk.poller import following
from schemas.errors import Reject


@pytest.mark.parametrize(("place", "next_place"), [("", "a"), ("a", "b"), ("a", ""), ("", "")])
def test_the_next_page_is_the_one_that_the_platform_names(place: str, next_place: str) -> None:
    assert following(place, next_place, "next_cursor") == next_place


def test_a_page_that_leads_to_itself_is_not_read_for_ever() -> None:
    with pytest.raises(Reject, match="next_cursor"):
        following("a", "a", "next_cursor")
