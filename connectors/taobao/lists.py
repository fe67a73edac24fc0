"""Polling the lists of a shop: trades by when they changed, reviews by when they were written."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.times import from_iso
from connectors.taobao.api import TopApi, answer_name, china_text
from connectors.taobao.increment import PAGE_ENTRIES, Increment
from connectors.taobao.listed import TopList
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "taobao"


@dataclass(frozen=True, slots=True)
class ListPoller:
    """Walks one list window by window. An entry that changes again is another raw event."""

    api: TopApi
    seller_id: str
    source: str
    list: TopList
    interval_seconds: float
    history: timedelta

    @property
    def name(self) -> str:
        """`taobao/source/kind`."""
        return f"{self.source}/{self.list.kind}"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page; see `Poller.page`. A new window is counted first."""
        now = _now()
        walk = Increment.of(cursor, now - self.history)
        if walk.until is None:
            walk = walk.opened(now)
            walk = walk.counted(await self._count(walk, client))
            if walk.until is None:
                return _page((), walk, now)
        body, _ = await self._call(walk, client, page_no=walk.page, use_has_next=True)
        found = [
            (_key_of(element, self.list), element)
            for element in array_elements(body, answer_name(self.list.method), *self.list.path)
        ]
        raws = tuple(
            self._raw_event(key, element, now) for key, element in found if walk.is_new(*key)
        )
        keys = tuple(key for key, _ in found)
        behind = (now - max(at for _, at in keys)).total_seconds() if keys else None
        return _page(raws, walk.after(keys), now, behind)

    async def _count(self, walk: Increment, client: AsyncClient) -> int:
        _, answer = await self._call(walk, client, page_no=1, use_has_next=False)
        return int(answer.number("total_results") or 0)

    async def _call(
        self, walk: Increment, client: AsyncClient, *, page_no: int, use_has_next: bool
    ) -> tuple[bytes, Payload]:
        window = {self.list.begin: walk.begin, self.list.end: walk.until or walk.since}
        parameters = {
            **self.list.parameters,
            **{name: china_text(time) for name, time in window.items()},
            "page_no": str(page_no),
            "page_size": str(PAGE_ENTRIES),
            "use_has_next": "true" if use_has_next else "false",
        }
        return await self.api.call(client, self.list.method, parameters)

    def _raw_event(self, key: tuple[str, datetime], body: bytes, now: datetime) -> RawEvent:
        name, changed_at = key
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.seller_id,
            kind=self.list.kind,
            person_id=_person_of(body),
            dedupe_key=f"{self.list.kind}:{name}:{changed_at.isoformat()}",
            body=body,
            received_at=now,
            headers={"app_key": self.api.app_key},
        )


def _page(
    raws: tuple[RawEvent, ...], walk: Increment, now: datetime, behind: float | None = None
) -> Page:
    """More can be had at once until the windows have come up to now."""
    more = walk.until is not None or walk.since < now
    return Page(raws, walk.cursor, more, behind_seconds=behind)


def _key_of(body: bytes, its: TopList) -> tuple[str, datetime]:
    """What an entry is known by; one that lacks it, which its reader will refuse, by its bytes."""
    try:
        entry = Payload(parse_object(body), its.kind)
        return entry.required(its.key), from_iso(entry.text(its.changed_at), its.changed_at)
    except Reject:
        return hashlib.sha256(body).hexdigest(), datetime.fromtimestamp(0, UTC)


def _person_of(body: bytes) -> str | None:
    try:
        return Payload(parse_object(body)).text("buyer_open_uid")
    except Reject:
        return None


def _now() -> datetime:
    """In whole seconds, as the windows are."""
    return datetime.now(UTC).replace(microsecond=0)
