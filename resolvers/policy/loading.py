"""Policies from YAML, with errors that name the place and what belongs there."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from resolvers.policy.rules import Policy
from schemas.errors import Fatal
from schemas.faults import faults_of

SHIPPED = Path(__file__).with_name("default.yaml")


def load_policy(path: Path | None = None) -> Policy:
    """The policy in the YAML file at `path`, or the shipped one.

    Raises:
        Fatal: naming the file, the place in it and what was expected there.
    """
    path = path or SHIPPED
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Fatal(f"policy {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Fatal(f"policy {path}: expected YAML in UTF-8: {error}") from error
    return _policy(path, content)


def _policy(path: Path, content: Any) -> Policy:  # noqa: ANN401 (YAML may hold anything)
    try:
        return Policy.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{fault.field or 'the whole'}: {fault.words}" for fault in faults_of(error, Policy)
        )
        raise Fatal(f"policy {path}: {problems}") from error
