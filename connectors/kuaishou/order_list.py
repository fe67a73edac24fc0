"""Polling the orders of a shop, by when they changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from httpx import AsyncClient
from pydantic import BaseModel, ConfigDict

from connectors.kuaishou.event_types import ORDERS
from connectors.kuaishou.receiver import PLATFORM
from connectors.kuaishou.shop_api import ShopApi
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.kept_cursor import read_cursor
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from schemas.errors import Reject
from schemas.raw import RawEvent

_MS = 1000
_LONGEST = int(timedelta(days=7).total_seconds()) * _MS - _MS
"""Kuaishou refuses a longer window."""
_OVERLAP = int(timedelta(minutes=3).total_seconds()) * _MS
"""How much of a window the next one reads again, for orders that show late."""
_SLACK = int(timedelta(days=1).total_seconds()) * _MS
_NO_MORE = "nomore"


class Window(BaseModel):
    """The cursor: the time, in milliseconds, in which orders changed, and the place within.

    `end` is None while it has not begun.
    """

    model_config = ConfigDict(frozen=True)

    begin: int
    end: int | None = None
    cursor: str = ""

    def until(self, now: int) -> int:
        """Where it ends, once it has begun."""
        return self.end if self.end is not None else min(now, self.begin + _LONGEST)

    def after(self, end: int, cursor: str | None) -> Self:
        """The window after a page; the next one where no page follows."""
        if cursor and cursor not in {_NO_MORE, self.cursor}:
            return type(self)(begin=self.begin, end=end, cursor=cursor)
        return type(self)(begin=max(self.begin, end - _OVERLAP))


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
        now_ms = int(now.timestamp() * _MS)
        first = int((now - timedelta(days=self.since_days)).timestamp() * _MS)
        window = read_cursor(Window, cursor) if cursor else Window(begin=first)
        end = window.until(now_ms)
        body = await self.api.orders(client, window.begin, end, window.cursor)
        orders = array_elements(body, "data", "orderList")
        raws = tuple(raw for order in orders for raw in self._raw_events(order, window.begin, now))
        after = window.after(end, Payload(parse_object(body)).child("data").text("cursor"))
        return Page(
            raws,
            after.model_dump_json(exclude_defaults=True),
            more=after.end is not None or end < now_ms,
            behind_seconds=(now_ms - end) / _MS,
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
                if (base.number(field) or 0) >= begin - _SLACK
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
