"""`connectors.yaml`: the brand's accounts on each platform.

```yaml
wechat_oa:
  main: # the receiver answers at /wechat_oa/main
    app_id: wx6b0e4d2a97c815f3
    token: ${WECHAT_TOKEN} # a secret comes from the environment
    encoding_aes_key: file:/run/secrets/wechat_aes_key # or from a file, never from here
```

What the accounts of a platform may state is in the platform's `source` module, and
`guiyi connectors describe NAME` prints it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node

from connectors.registry import PLATFORMS
from connectors.sdk.source import Source
from schemas.errors import Fatal


def load_sources(path: Path, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """The accounts in the file; with `names` only these platforms or `platform/account`.

    Raises:
        Fatal: when the file cannot be read, says something that it may not, or has nothing of one
            of `names`. The message has one line for each fault: file, line, field, fault.
    """
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise Fatal(f"{path}: the file cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise Fatal(f"{path}: the file is no YAML: {error}") from error
    reader = _Reader()
    sources = tuple(reader.sources(tree)) if tree is not None else ()
    if reader.faults:
        raise Fatal("\n".join(f"{path}:{fault}" for fault in reader.faults))
    return _chosen(sources, names)


def _chosen(sources: Sequence[Source], names: Sequence[str]) -> tuple[Source, ...]:
    for name in names:
        if not any(name in {source.platform, source.key} for source in sources):
            known = ", ".join(source.key for source in sources) or "nothing"
            raise Fatal(f"{name}: no such platform or account; there is {known}")
    return tuple(
        source for source in sources if not names or {source.platform, source.key} & set(names)
    )


class _Member(NamedTuple):
    name: str
    line: int
    node: Node


class _Reader:
    """Reads the tree of the file and gathers all its faults, as `line: field: fault`."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def sources(self, tree: Node) -> Iterator[Source]:
        for platform in self._members(tree, "platforms"):
            known = PLATFORMS.get(platform.name)
            if known is None or known.source is None:
                names = ", ".join(name for name, known in PLATFORMS.items() if known.source)
                self._fault(platform.line, platform.name, f"expected one of {names}")
                continue
            for account in self._members(platform.node, platform.name):
                yield from self._source(known.source, platform.name, account)

    def _source(self, kind: type[Source], platform: str, account: _Member) -> Iterator[Source]:
        field = f"{platform}.{account.name}"
        if not isinstance(account.node, MappingNode):
            self._fault(account.line, field, "expected names and values")
            return
        settings = list(self._members(account.node, field))
        values = {
            setting.name: SafeConstructor().construct_object(setting.node, deep=True)
            for setting in settings
        }
        try:
            yield kind.model_validate({"name": account.name} | values)
        except ValidationError as error:
            lines = {setting.name: setting.line for setting in settings}
            for fault in error.errors(include_url=False, include_input=False):
                place = [str(step) for step in fault["loc"]]
                line = lines.get(place[0], account.line) if place else account.line
                self._fault(line, ".".join([field, *place]), fault["msg"])

    def _members(self, node: Node, field: str) -> Iterator[_Member]:
        if not isinstance(node, MappingNode):
            self._fault(node.start_mark.line + 1, field, "expected names and values")
            return
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                self._fault(line, f"{field}.{key.value}", "stands here twice")
                continue
            seen.add(key.value)
            yield _Member(str(key.value), line, value)

    def _fault(self, line: int, field: str, fault: str) -> None:
        self.faults.append(f"{line}: {field}: {fault}")
