"""Models from JSON, with errors that name the place and what belongs there."""

from pathlib import Path

from pydantic import ValidationError

from resolvers.matching.model import MatchModel
from schemas.errors import Fatal
from schemas.faults import faults_of

SHIPPED = Path(__file__).with_name("models")
DEFAULT = SHIPPED / "social.json"


def load_model(path: Path | None = None) -> MatchModel:
    """The model in the JSON file at `path`, or the shipped one for Chinese social accounts.

    Raises:
        Fatal: naming the file, the place in it and what was expected there.
    """
    path = path or DEFAULT
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Fatal(f"model {path}: {error.strerror}") from error
    try:
        return MatchModel.model_validate_json(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{fault.field or 'the whole'}: {fault.words}" for fault in faults_of(error, MatchModel)
        )
        raise Fatal(f"model {path}: {problems}") from error
