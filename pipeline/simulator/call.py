"""A platform's call as it goes over the wire."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a receiver; `path` follows `/{platform}/{name}`."""

    method: str = "POST"
    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def altered(call: Call, **query: str) -> Call:
    """The call with other query parameters."""
    return replace(call, query=call.query | query)
