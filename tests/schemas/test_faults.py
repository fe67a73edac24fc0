"""What a person is told of a file that they wrote."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from schemas.faults import faults_of, no_such


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    split: str = ""


def _as_inner(value: object) -> object:
    return {"split": value} if isinstance(value, str) else value


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    app_id: str = "a"
    open_platform: str = ""
    mode: Literal["plain", "safe"] = "safe"
    seconds: float = Field(default=1, gt=0, le=90)
    calls: int = Field(default=1, ge=1)
    reviews: bool = True
    items: tuple[str, ...] = ()
    secrets: dict[Literal["live_like", "live_gift"], str] = Field(default_factory=dict)
    traits: dict[str, Annotated[Inner | None, BeforeValidator(_as_inner)]] = Field(
        default_factory=dict
    )
    form: str = Field(default="", pattern=r"^\d*$")
    code: str = ""

    @field_validator("code")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value:
            raise ValueError("no such code")
        return value


def told(content: dict[str, object]) -> str:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(content)
    (fault,) = faults_of(caught.value, Outer, hidden=["open_platform"])
    return f"{fault.field}: {fault.words}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"ap_id": "x"}, "ap_id: there is no such setting; did you mean `app_id`?"),
        ({"traits": {"name": {"splt": ";"}}},
         "traits.name.splt: there is no such setting; did you mean `split`?"),
        ({"app_id": 26},
         "app_id: expected text; what looks like a number or a date stands in quotes"),
        ({"mode": "saf"}, "mode: expected 'plain' or 'safe'; did you mean `safe`?"),
        ({"mode": 1}, "mode: expected 'plain' or 'safe'"),
        ({"seconds": 0}, "seconds: expected more than 0"),
        ({"seconds": 91}, "seconds: expected 90 or less"),
        ({"seconds": "soon"}, "seconds: expected a number"),
        ({"calls": 0}, "calls: expected 1 or more"),
        ({"calls": 1.5}, "calls: expected a whole number"),
        ({"reviews": "maybe"}, "reviews: expected true or false"),
        ({"items": "one"}, "items: expected a list"),
        ({"items": ["one", 2]},
         "items.1: expected text; what looks like a number or a date stands in quotes"),
        ({"secrets": []}, "secrets: expected names and values"),
        ({"secrets": {"live_lik": "x"}},
         "secrets.live_lik: expected 'live_like' or 'live_gift'; did you mean `live_like`?"),
        ({"form": "x"}, r"form: expected text of the form ^\d*$"),
        ({"code": "x"}, "code: no such code"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_plain_words(content: dict[str, object], words: str) -> None:
    assert told(content) == words


def test_what_is_like_nothing_is_told_with_all_that_there_is_but_what_is_hidden() -> None:
    words = told({"x": 1})
    assert words.startswith("x: there is no such setting; there is app_id, mode, ")
    assert "open_platform" not in words


def test_a_value_is_never_repeated() -> None:
    assert "13912345678" not in told({"seconds": "13912345678"})
    assert "13912345678" not in told({"mode": "13912345678"})


def test_where_there_is_nothing_nothing_is_proposed() -> None:
    assert no_such("account", "web/shop", []) == "there is no such account"
