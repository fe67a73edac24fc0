"""Connectors that other packages bring, found by their entry points.

```toml
[project.entry-points."guiyi.connectors"]
acme = "guiyi_acme.platform:PLATFORM"
```
"""

import re
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from connectors.sdk.platform import Platform
from schemas.errors import Fatal

GROUP = "guiyi.connectors"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
"""It becomes part of a topic's name, of a path and of a metric's label."""


def with_installed(own: Mapping[str, Platform]) -> Mapping[str, Platform]:
    """Our own platforms, then those of other packages.

    Raises:
        Fatal: when one of them cannot be used. The message names its distribution. It is not left
            out instead: its accounts would go unheard, and what is on its topic unread.
    """
    platforms = dict(own)
    owners = dict.fromkeys(own, "guiyi itself")
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _owner(entry))):
        if entry.name in owners:
            raise Fatal(
                f"the connector {entry.name} of {_owner(entry)} has the name of one that "
                f"{owners[entry.name]} brings: uninstall either"
            )
        platforms[entry.name] = _loaded(entry)
        owners[entry.name] = _owner(entry)
    return platforms


def _loaded(entry: EntryPoint) -> Platform:
    named = f"the connector {entry.name} of {_owner(entry)} ({entry.value})"
    if not _NAME.fullmatch(entry.name):
        raise Fatal(f"{named}: a name is lower-case letters, digits and _")
    try:
        platform = entry.load()
    except Exception as error:
        raise Fatal(f"{named} cannot be loaded: {type(error).__name__}: {error}") from error
    if not isinstance(platform, Platform):
        raise Fatal(f"{named}: expected a connectors.sdk.platform.Platform")
    if platform.name != entry.name:
        raise Fatal(f"{named}: its Platform is named {platform.name}")
    return platform


def _owner(entry: EntryPoint) -> str:
    return "an unknown package" if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"
