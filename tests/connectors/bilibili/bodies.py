"""What the fuzz tests change: one body of each kind of raw event of Bilibili."""

from collections.abc import Mapping

from tests.connectors.reading import sample

KINDS: Mapping[str, Mapping[str, str]] = {"live": {"developer": "brand"}, "webhook": {}}
BODIES: list[tuple[str, bytes]] = [
    ("live", sample("bilibili/open_live_dm.json")),
    ("live", sample("bilibili/open_live_send_gift.json")),
    ("live", sample("bilibili/open_live_guard.json")),
    ("live", sample("bilibili/open_live_super_chat.json")),
    ("webhook", sample("bilibili/webhook_authorize.json")),
]
