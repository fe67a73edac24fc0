"""Models from JSON, with errors that name the place and what belongs there."""

from pathlib import Path

from pydantic import ValidationError

from resolvers.matching.model import MatchModel
from schemas.errors import Fatal

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
            f"{'.'.join(str(step) for step in problem['loc']) or 'the whole'}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise Fatal(f"model {path}: {problems}") from error
