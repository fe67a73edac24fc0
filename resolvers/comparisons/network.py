"""Where a device is: the network its address belongs to."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, ip_address
from typing import Literal

import numpy as np

from resolvers.comparisons.comparison import Comparison, Levels


class Network(Comparison):
    """IP addresses that are equal, of one /24 (IPv6: /56), or of one /16 (IPv6: /32).

    What is no public address says nothing: everybody has 192.168.1.2.
    """

    kind: Literal["network"] = "network"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "same network", "same region", "else")

    def prepare(self, value: str) -> str:
        return _bits(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))


@lru_cache(maxsize=65_536)
def _bits(value: str) -> str:
    try:
        address = ip_address(value.strip())
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return f"{int(address):0{32 if isinstance(address, IPv4Address) else 128}b}"


def _level(left: str, right: str) -> int:
    if len(left) != len(right):
        return 3
    network, region = (24, 16) if len(left) == 32 else (56, 32)
    if left[:network] == right[:network]:
        return 1
    return 2 if left[:region] == right[:region] else 3
