"""What a model is to compare, as a file a person can read."""

from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from resolvers.comparisons import AnyComparison
from schemas.errors import Fatal
from schemas.faults import faults_of


class Plan(BaseModel):
    """Comparisons, and the names of those of them that ask how common a value is.

    `strength` is the part of the adjustment for that which is made. `tells_apart` names the
    comparisons in which two persons of one household or firm are as strangers are: of given names,
    birthdays, mailboxes, not of addresses, phones or surnames.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    comparisons: tuple[AnyComparison, ...] = Field(min_length=1)
    term_frequencies: frozenset[str] = frozenset()
    strength: float = Field(default=1.0, ge=0, le=1)
    tells_apart: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _names_are_of_comparisons(self) -> Self:
        names = {each.name for each in self.comparisons}
        if unknown := (self.term_frequencies | self.tells_apart) - names:
            raise ValueError(
                f"names of comparisons, as {', '.join(sorted(names))}; "
                f"not {', '.join(sorted(unknown))}"
            )
        return self


def load_plan(path: Path) -> Plan:
    """The plan in a YAML file.

    Raises:
        Fatal: naming the file, the place in it and what was expected there.
    """
    try:
        return Plan.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Fatal(f"plan {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Fatal(f"plan {path}: expected YAML in UTF-8: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{fault.field or 'the whole'}: {fault.words}" for fault in faults_of(error, Plan)
        )
        raise Fatal(f"plan {path}: {problems}") from error
