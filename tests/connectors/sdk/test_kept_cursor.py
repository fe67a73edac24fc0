import pytest
from pydantic import BaseModel

from connectors.sdk.kept_cursor import read_cursor
from schemas.errors import Fatal


class Place(BaseModel):
    page: int = 0


def test_a_cursor_comes_back_as_it_was() -> None:
    assert read_cursor(Place, Place(page=7).model_dump_json()) == Place(page=7)


@pytest.mark.parametrize("text", ["7 pages", "[]", '{"page": "x"}'])
def test_one_that_is_none_of_ours_needs_a_person(text: str) -> None:
    with pytest.raises(Fatal, match="delete it"):
        read_cursor(Place, text)
