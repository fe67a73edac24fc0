"""Polling the orders of a shop, by when they changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from httpx import AsyncClient

from connectors.kuaishou.event_types import ORDERS
from connectors.kuaishou.receiver import PLATFORM
from connectors.kuaishou.shop_api import ShopApi
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.window import Window
from schemas.errors import Reject
from schemas.raw import RawEvent

_LONGEST = timedelta(days=7, seconds=-1)
"""Kuaishou refuses a longer window."""
_OVERLAP = timedelta(minutes=3)
_SLACK_MS = 24 * 60 * 60 * 1000
_NO_MORE = "nomore"


class _Window(Window):
    per_second: ClassVar[int] = 1000


@dataclass(frozen=True, slots=True)
class OrderPoller:
    """Reads what changed since the last time; a message of the shop rings for it.

    An order is a raw event when it was placed and another one when it was paid, each once: what
    happened long before the window is left out, as it was read when it was new.
    """

    api: ShopApi
    source: str
    since_days: float
    interval_seconds: float
    doorbell: Doorbell

    @property
    def name(self) -> str:
        """`kuaishou/source/orders`."""
        return f"{self.source}/orders"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page of orders; see `Poller.page`.

        It is as far behind as the window's end is.
        """
        now = datetime.now(UTC)
        first = timedelta(days=self.since_days)
        window = _Window.at(cursor, now, first).begun(now, _LONGEST)
        assert window.end is not None
        body = await self.api.orders(client, window.start, window.end, window.place)
        orders = array_elements(body, "data", "orderList")
        raws = tuple(raw for order in orders for raw in self._raw_events(order, window.start, now))
        place = Payload(parse_object(body)).child("data").text("cursor") or _NO_MORE
        is_last = place in {_NO_MORE, window.place}
        return Page(
            raws,
            window.closed(_OVERLAP) if is_last else window.turned(place),
            more=not (is_last and window.is_current),
            behind_seconds=(_Window.time(now) - window.end) / _Window.per_second,
        )

    def _raw_events(self, body: bytes, begin: int, now: datetime) -> Iterator[RawEvent]:
        try:
            order = Payload(parse_object(body, "orderList"), "orderList")
            base = order.child("orderBaseInfo")
            order_id = base.required("oid")
            person_id = base.text("buyerOpenId") or f"order/{order_id}"
            kinds = [
                kind
                for kind, (field, _) in ORDERS.items()
                if (base.number(field) or 0) >= begin - _SLACK_MS
            ]
        except Reject:
            # It goes where its reader will refuse it.
            yield self._raw_event("order", body, hashlib.sha256(body).hexdigest(), None, now)
            return
        for kind in kinds:
            yield self._raw_event(kind, body, order_id, person_id, now)

    def _raw_event(
        self, kind: str, body: bytes, order_id: str, person_id: str | None, now: datetime
    ) -> RawEvent:
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.api.app_id,
            kind=kind,
            person_id=person_id,
            dedupe_key=f"{kind}:{order_id}",
            body=body,
            received_at=now,
        )
