"""The details of a customer right after a callback said that they changed."""

from dataclasses import dataclass

from httpx import AsyncClient

from connectors.sdk.asking import NotGiven
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page, following
from connectors.wecom.api import WecomApi
from connectors.wecom.contact import COMPLETE
from connectors.wecom.stating import stated
from connectors.wecom.waiting import Waiting
from schemas.raw import RawEvent

_SEPARATOR = "\x1f"


@dataclass(slots=True)
class ChangedContactsPoller:
    """Reads `externalcontact/get` for each customer of `waiting`, a page a call.

    What a stop makes it forget, the round over all customers finds. The cursor only tells whether
    the last page was published: it names the customer, and the page to go on with where a customer
    has so many staff members that there are several.
    """

    api: WecomApi
    name: str
    interval_seconds: float
    open_platform: str
    waiting: Waiting
    _given: tuple[str, str, str] | None = None

    @property
    def doorbell(self) -> Doorbell:
        """What the receiver rings."""
        return self.waiting.doorbell

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the customer that has waited longest; see `Poller.page`."""
        if self._given is not None and self._given[0] == cursor:
            self.waiting.done(*self._given[1:])
        self._given = None
        first = self.waiting.first()
        if first is None:
            return Page((), cursor or "", more=False)
        customer, note = first
        at = _page_of(cursor, customer, note)
        query = {"external_userid": customer} | ({"cursor": at} if at else {})
        try:
            body = await self.api.one(client, "externalcontact/get", params=query)
        except NotGiven:
            self.waiting.postpone(customer)
            raise
        answer = Payload(parse_object(body) if body is not None else {})
        next_page = following(at, answer.text("next_cursor") or "", "next_cursor")
        after = _SEPARATOR.join((customer, note, next_page))
        if not next_page:
            self._given = after, customer, note
        complete = not at and not next_page
        raws = () if body is None else (self._raw_event(body, first, at, complete=complete),)
        return Page(raws, after, more=bool(next_page) or len(self.waiting) > 1)

    def _raw_event(
        self, body: bytes, changed: tuple[str, str], at: str, *, complete: bool
    ) -> RawEvent:
        """An event of its own for each callback: what was changed back has changed too."""
        customer, note = changed
        headers = {"open_platform": self.open_platform}
        return stated(
            body,
            corp_id=self.api.corp_id,
            kind="contact",
            person_id=customer,
            about=(customer, note, at),
            headers=headers | ({COMPLETE: "yes"} if complete else {}),
        )


def _page_of(cursor: str | None, customer: str, note: str) -> str:
    """Where to go on with this customer; its beginning where the cursor tells of another."""
    of, _, rest = (cursor or "").partition(_SEPARATOR)
    noted, _, page = rest.partition(_SEPARATOR)
    return page if (of, noted) == (customer, note) else ""
