"""The mapping: which column of a CRM's export means what."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

Header = Annotated[str, Field(min_length=1), BeforeValidator(lambda v: str(v).strip())]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_columns(value: object) -> object:
    """A column, or a list of them, stands for `{columns: [...]}`."""
    return {"columns": value} if isinstance(value, str | list | tuple) else value


class Columns(_Strict):
    """One or more columns, in the order in which they are read.

    `split` separates several values within a cell. Columns that a file does not have are passed
    over, so that one mapping serves an export by API names and one by labels.
    """

    columns: Annotated[tuple[Header, ...], BeforeValidator(_as_list)] = Field(min_length=1)
    split: str | None = Field(default=None, min_length=1)


class IdentifierColumns(Columns):
    """Every value found is an identifier of its own. `scope` says where the value is unique."""

    scope: str = ""


class TraitColumns(Columns):
    """The values found, joined into one trait; with `split`, each once, joined by it."""

    join: str = " "


class RecordId(Columns):
    """The first column that holds a value is the record's id.

    `form: salesforce` turns the 15 characters of Salesforce's reports, which differ in case only,
    into the 18 of its API.
    """

    form: Literal["as_is", "salesforce"] = "as_is"


class Times(Columns):
    """The first column that holds a value says when the record was as it is.

    Without a `format` (of `strptime`) ISO 8601 and year-month-day forms such as `2026/1/1 11:41`
    are read. `timezone` holds for times without an offset.
    """

    format: str | None = None
    timezone: str = "Asia/Shanghai"

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return value


class Deleted(_Strict):
    """Records whose `column` holds one of `values` are gone from the CRM and are ignored."""

    column: Header
    values: tuple[str, ...] = ("true", "True", "TRUE", "1", "是")


class Consent(_Strict):
    """A column of yes and no. `opted_out` columns say the opposite of consent."""

    opted_in: Header | None = None
    opted_out: Header | None = None
    yes: tuple[str, ...] = ("true", "True", "TRUE", "1", "yes", "Yes", "是")
    no: tuple[str, ...] = ("false", "False", "FALSE", "0", "no", "No", "否")


class Mapping(_Strict):
    """How the rows of an export are read.

    `source_account` names the CRM: record ids are unique within it. `encoding` and `delimiter` are
    found out where they are not given. `ignore` lists columns left out on purpose.
    """

    source_account: Annotated[str, Field(pattern=r"^[^:\s]+$")]
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    skip_initial_space: bool = False
    record_id: Annotated[RecordId, BeforeValidator(_as_columns)]
    occurred_at: Annotated[Times | None, BeforeValidator(_as_columns)] = None
    identifiers: dict[Name, Annotated[IdentifierColumns, BeforeValidator(_as_columns)]] = Field(
        default_factory=dict
    )
    traits: dict[Name, Annotated[TraitColumns, BeforeValidator(_as_columns)]] = Field(
        default_factory=dict
    )
    constants: dict[Name, str] = Field(default_factory=dict)
    consent: dict[Name, Consent] = Field(default_factory=dict)
    deleted: Deleted | None = None
    ignore: tuple[Header, ...] = ()

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        try:
            if value is not None:
                "".encode(value)
        except LookupError as error:
            raise ValueError("no such encoding") from error
        return value

    def to_text(self) -> str:
        """What the reading of a row depends on, as compact JSON: travels with every row."""
        return self.model_dump_json(
            exclude_defaults=True, exclude={"encoding", "delimiter", "skip_initial_space", "ignore"}
        )

    @classmethod
    @lru_cache(maxsize=64)
    def of_text(cls, text: str) -> Self:
        """Read what `to_text` wrote. The rows of a file share one mapping, so it is kept."""
        return cls.model_validate_json(text)

    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of each field of the mapping, without those that it ignores."""
        fields: dict[str, tuple[str, ...]] = {"record_id": self.record_id.columns}
        if self.occurred_at is not None:
            fields["occurred_at"] = self.occurred_at.columns
        fields |= {f"identifiers.{name}": group.columns for name, group in self.identifiers.items()}
        fields |= {f"traits.{name}": group.columns for name, group in self.traits.items()}
        for use, consent in self.consent.items():
            fields[f"consent.{use}"] = tuple(filter(None, (consent.opted_in, consent.opted_out)))
        if self.deleted is not None:
            fields["deleted"] = (self.deleted.column,)
        return fields

    def unread(self, header: Sequence[str]) -> list[str]:
        """The columns of a file that are neither mapped nor ignored."""
        known = {name for columns in self.columns().values() for name in columns}
        return [name for name in header if name not in known.union(self.ignore)]

    def absent(self, header: Sequence[str]) -> list[str]:
        """The fields for which a file has no column."""
        return [
            field for field, columns in self.columns().items() if not set(columns) & set(header)
        ]
