"""Asking for a shop's orders and after-sales that changed, one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx import AsyncClient

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page, following
from connectors.sdk.window import Window
from connectors.wechat.api import Api
from schemas.raw import RawEvent

_OVERLAP = timedelta(minutes=10)
_TOLD_AGAIN = timedelta(days=1)
"""What happened so shortly before all had shown is told once more, to be on the safe side."""


@dataclass(frozen=True, slots=True)
class ShopList:
    """One of the platform's lists of what changed, and how each of what it lists is asked for.

    `asked_with` gives the list's parameters for a stretch of time. What has one value of all fields
    of `told_by` is the same event. Pushes whose names begin with `rung_by` say that there is more.
    """

    kind: str
    rung_by: str
    list_path: str
    ids: str
    get_path: str
    get_by: str
    answer: str
    longest: timedelta
    asked_with: Callable[[int, int], dict[str, Any]]
    told_by: tuple[str, ...]

    def dedupe_key(self, number: str, content: Payload) -> str:
        """What is the same however often it is asked for."""
        return ":".join((self.kind, number, *(content.text(name) or "" for name in self.told_by)))


ORDERS = ShopList(
    kind="order",
    rung_by="channels_ec_order_",
    list_path="channels/ec/order/list/get",
    ids="order_id_list",
    get_path="channels/ec/order/get",
    get_by="order_id",
    answer="order",
    longest=timedelta(days=7),
    asked_with=lambda start, end: {
        "update_time_range": {"start_time": start, "end_time": end},
        "page_size": 50,
    },
    told_by=("update_time", "status"),
)
AFTERSALES = ShopList(
    kind="aftersale",
    rung_by="channels_ec_aftersale_",
    list_path="channels/ec/aftersale/getaftersalelist",
    ids="after_sale_order_id_list",
    get_path="channels/ec/aftersale/getaftersaleorder",
    get_by="after_sale_order_id",
    answer="after_sale_order",
    longest=timedelta(hours=24),
    asked_with=lambda start, end: {"begin_update_time": start, "end_update_time": end},
    told_by=("status",),
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ShopPoller:
    """Reads one list, one stretch of time of update after another, from `first` ago on.

    What changes while it is asked for shows in the next stretch, with its new time of update; what
    shows late is found as stretches overlap by ten minutes.
    """

    api: Api
    what: ShopList
    platform: str
    app_id: str
    name: str
    interval_seconds: float
    first: timedelta
    headers: Mapping[str, str]
    doorbell: Doorbell
    clock: Callable[[], datetime] = _now

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next orders; see `Poller.page`."""
        now = self.clock()
        window = Window.at(cursor, now, self.first).begun(now, self.what.longest)
        assert window.end is not None
        asked = self.what.asked_with(window.start, window.end)
        body = await self.api.call(
            client, "POST", self.what.list_path, json=asked | {"next_key": window.place}
        )
        listed = Payload(parse_object(body))
        next_key = listed.text("next_key") if listed.text("has_more") == "true" else None
        place = following(window.place, next_key or "", "next_key")
        raws = []
        updated_at = window.start
        for number in listed.texts(self.what.ids):
            answer = await self.api.call(
                client, "POST", self.what.get_path, json={self.what.get_by: number}
            )
            content = Payload(parse_object(answer)).child(self.what.answer)
            raws.append(self._raw_event(number, answer, content, window))
            updated_at = max(updated_at, int(content.number("update_time") or 0))
        is_last = not place
        return Page(
            tuple(raws),
            window.closed(_OVERLAP) if is_last else window.turned(place),
            more=not (is_last and window.is_current),
            behind_seconds=now.timestamp() - updated_at if raws else None,
        )

    def _raw_event(self, number: str, body: bytes, content: Payload, window: Window) -> RawEvent:
        headers = dict(self.headers)
        if window.shown is not None:
            headers["told_before"] = str(window.shown - int(_TOLD_AGAIN.total_seconds()))
        return RawEvent.of(
            platform=self.platform,
            source_account=self.app_id,
            kind=self.what.kind,
            person_id=content.text("openid"),
            dedupe_key=self.what.dedupe_key(number, content),
            body=body,
            received_at=self.clock(),
            headers=headers,
        )
