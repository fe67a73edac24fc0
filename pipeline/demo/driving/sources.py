"""The demo's `connectors.yaml` and its invented secrets, in the stack's data directory."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from pipeline.demo.platforms import PLATFORMS


def write_sources(
    data_dir: Path, platforms: Iterable[str], urls: Mapping[str, str] | None = None
) -> Path:
    """Write the brand's accounts on these platforms, polled where their ends have a URL."""
    secrets = _Secrets(data_dir / "secrets")
    urls = urls or {}
    content = {}
    for name in platforms:
        sources = PLATFORMS[name].sources
        section = sources(secrets.keep, urls.get(name)) if sources else {}
        if section:
            content[name] = dict(section)
    path = data_dir / "connectors.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


class _Secrets:
    """Keeps each value in a file of its own, because none may stand in `connectors.yaml`."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, exist_ok=True)
        self._directory = directory

    def keep(self, name: str, value: str) -> str:
        path = self._directory / name
        path.write_text(value, encoding="utf-8")
        return f"file:{path}"
