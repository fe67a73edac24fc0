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

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node

from connectors.registry import PLATFORMS
from connectors.sdk.source import Source
from schemas.errors import Fatal
from schemas.faults import faults_of, no_such

_FROM_THE_TREE = frozenset({"platform", "name"})
"""Fields of a source that its place in the file states."""


def load_sources(path: Path, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """The accounts in the file; with `names` only these platforms or `platform/account`.

    Accounts that are not named may state what they like, and their secrets need not be there.

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
    reader = _Reader(names)
    sources = tuple(reader.sources(tree)) if tree is not None else ()
    if reader.faults:
        raise Fatal("\n".join(f"{path}:{line}: {fault}" for line, fault in sorted(reader.faults)))
    for name in names:
        if name not in reader.nameable:
            raise Fatal(f"{name}: {no_such('platform or account', name, [*reader.nameable])}")
    return sources


class _Member(NamedTuple):
    name: str
    line: int
    node: Node


class _Reader:
    """Reads the tree of the file and gathers all its faults: the line, and `field: fault`.

    `nameable` are the platforms and accounts that stand there, in their order.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.faults: list[tuple[int, str]] = []
        self.nameable: dict[str, None] = {}
        self._names = set(names)

    def sources(self, tree: Node) -> Iterator[Source]:
        for platform in self._members(tree, "platforms"):
            accounts = {
                f"{platform.name}/{account.name}": account
                for account in self._members(platform.node, platform.name)
            }
            self.nameable |= dict.fromkeys([platform.name, *accounts])
            if platform.name not in self._names:
                accounts = {key: accounts[key] for key in accounts if self._is_wanted(key)}
            if accounts or self._is_wanted(platform.name):
                yield from self._accounts(platform, accounts.values())

    def _is_wanted(self, name: str) -> bool:
        return not self._names or name in self._names

    def _accounts(self, platform: _Member, accounts: Iterable[_Member]) -> Iterator[Source]:
        known = PLATFORMS.get(platform.name)
        if known is None:
            names = [name for name, known in PLATFORMS.items() if known.source]
            self._fault(platform.line, platform.name, no_such("platform", platform.name, names))
        elif known.source is None:
            self._fault(platform.line, platform.name, "comes from files: see guiyi import")
        else:
            for account in accounts:
                yield from self._source(known.source, platform.name, account)

    def _source(self, kind: type[Source], platform: str, account: _Member) -> Iterator[Source]:
        field = f"{platform}.{account.name}"
        settings = {setting.name: setting for setting in self._members(account.node, field)}
        if not isinstance(account.node, MappingNode):
            return
        values = {name: self._value(settings[name], field) for name in settings}
        for name in _FROM_THE_TREE & values.keys():
            self._fault(settings[name].line, f"{field}.{name}", "is the key above, no setting")
        try:
            yield kind.model_validate(values | {"platform": platform, "name": account.name})
        except ValidationError as error:
            for fault in faults_of(error, kind, hidden=_FROM_THE_TREE):
                place = [str(step) for step in fault.place if step not in _FROM_THE_TREE]
                line = settings[place[0]].line if place and place[0] in settings else account.line
                self._fault(line, ".".join([field, *place]), fault.words)

    def _value(self, setting: _Member, field: str) -> object:
        try:
            return SafeConstructor().construct_object(setting.node, deep=True)
        except (yaml.YAMLError, ValueError):  # a date such as 2026-02-30 gives the latter
            self._fault(setting.line, f"{field}.{setting.name}", "is nothing that YAML knows")
            return None

    def _members(self, node: Node, field: str) -> Iterator[_Member]:
        if not isinstance(node, MappingNode):
            self._fault(node.start_mark.line + 1, field, "expected names and values")
            return
        seen: set[str] = set()
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            if name in seen:
                self._fault(line, f"{field}.{name}", "stands here twice")
                continue
            seen.add(name)
            yield _Member(name, line, value)

    def _fault(self, line: int, field: str, fault: str) -> None:
        self.faults.append((line, f"{field}: {fault}"))
