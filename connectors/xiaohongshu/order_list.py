"""Asking for the orders that changed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements, object_at, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.window import Window
from connectors.xiaohongshu.api import PAGE, XiaohongshuApi
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "xiaohongshu"
_LONGEST = timedelta(minutes=30)
_OVERLAP = timedelta(minutes=5)
_BY_UPDATE = 2

_THIS_SECOND = timedelta(seconds=1)
"""Stretches end with whole seconds, and an order that was pushed changed within this one."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class OrderPoller:
    """Reads the orders by their time of update, one stretch of time after another.

    The pages of a stretch are read from the last to the first: an order that changes meanwhile
    leaves the stretch, and those behind it move to the page before, which is yet to be read.
    What shows late is found as stretches overlap by five minutes.
    """

    api: XiaohongshuApi
    seller_id: str
    source: str
    interval_seconds: float
    first: timedelta
    with_details: bool
    doorbell: Doorbell
    clock: Callable[[], datetime] = _now

    @property
    def name(self) -> str:
        """`xiaohongshu/source/orders`."""
        return f"{self.source}/orders"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next orders; see `Poller.page`."""
        now = self.clock()
        window = Window.at(cursor, now, self.first).begun(now + _THIS_SECOND, _LONGEST)
        number = int(window.place or 1)
        body = await self._list(client, window, number)
        last = int(Payload(parse_object(body)).child("data").number("maxPageNo") or 1)
        if not window.place and last > 1:
            number = last
            body = await self._list(client, window, number)
        listed = array_elements(body, "data", "orderList")
        raws = tuple([await self._raw_event(client, element) for element in listed])
        newest = max((_updated_at(raw) for raw in raws), default=0.0)
        behind_seconds = now.timestamp() - newest if newest else None
        if number > 1:
            cursor, more = window.turned(str(number - 1)), True
        else:
            cursor, more = window.closed(_OVERLAP), not window.is_current
        return Page(raws, cursor, more=more, behind_seconds=behind_seconds)

    async def _list(self, client: AsyncClient, window: Window, number: int) -> bytes:
        return await self.api.call(
            client,
            "order.getOrderList",
            startTime=window.start,
            endTime=window.end,
            timeType=_BY_UPDATE,
            pageNo=number,
            pageSize=PAGE,
        )

    async def _raw_event(self, client: AsyncClient, element: bytes) -> RawEvent:
        """The order with its details; what has no number goes where its reader will refuse it."""
        order_id, body = _stated(element, "orderId"), element
        if order_id and self.with_details:
            answer = await self.api.call(client, "order.getOrderDetail", orderId=order_id)
            body = object_at(answer, "data")
        stated = (_stated(body, "orderStatus") or "", _stated(body, "updateTime") or "")
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.seller_id,
            kind="order",
            person_id=f"order/{order_id}" if order_id else None,
            dedupe_key=":".join(("order", order_id or hashlib.sha256(body).hexdigest(), *stated)),
            body=body,
            received_at=self.clock(),
        )


def _stated(order: bytes, name: str) -> str | None:
    """A field of an order; None where it cannot be read, as its reader will say."""
    try:
        return Payload(parse_object(order)).text(name)
    except Reject:
        return None


def _updated_at(raw: RawEvent) -> float:
    """In seconds since 1970; 0 where the order does not say."""
    stated = _stated(raw.body_bytes, "updateTime") or ""
    return int(stated) / 1000 if stated.isascii() and stated.isdecimal() and len(stated) < 20 else 0
