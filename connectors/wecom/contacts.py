"""Going through all customers of all staff members, for the changes that no callback tells.

WeCom says so itself: a changed mobile in a staff member's notes and whatever a program changes
fire no event.
"""

from dataclasses import dataclass
from typing import Self

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.kept_cursor import KeptCursor
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page, following
from connectors.wecom.api import WecomApi
from connectors.wecom.stating import stated
from schemas.errors import Reject
from schemas.raw import RawEvent

PAGE_CONTACTS = 100


class Round(KeptCursor):
    """The cursor: which staff member is asked about, from which page on, and who was last.

    Staff members are taken in the order of their ids, so that a round is the same after a restart
    whoever came or left.
    """

    done: str = ""
    staff: str = ""
    page: str = ""

    def after(self, staff: str, next_page: str) -> Self:
        """The round after a page of a staff member's customers; without `next_page` the last."""
        if next_page:
            return type(self)(done=self.done, staff=staff, page=next_page)
        return type(self)(done=staff)


@dataclass(slots=True)
class ContactsPoller:
    """Reads `get_follow_user_list` and `batch/get_by_user`, 100 customers of one staff member a
    page.

    A raw event is what one staff member knows of one customer. Its id depends on what is stated,
    so that a round over customers that did not change gives no new events.
    """

    api: WecomApi
    name: str
    interval_seconds: float
    open_platform: str
    _staff: tuple[str, ...] | None = None

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next customers; see `Poller.page`."""
        at = Round.of(cursor)
        if self._staff is None:
            answer = await self.api.get(client, "externalcontact/get_follow_user_list")
            self._staff = Payload(parse_object(answer)).texts("follow_user")
        ahead = sorted(staff for staff in self._staff if staff > at.done)
        staff = at.staff or next(iter(ahead), "")
        if not staff:
            self._staff = None
            return Page((), "", more=False)
        body = await self.api.one(
            client,
            "externalcontact/batch/get_by_user",
            json={"userid_list": [staff], "cursor": at.page, "limit": PAGE_CONTACTS},
        )
        if body is None:  # no customers, or left since
            return Page((), at.after(staff, "").cursor, more=True)
        raws = raw_events(body, self.api.corp_id, self.open_platform)
        next_cursor = Payload(parse_object(body)).text("next_cursor") or ""
        next_page = following(at.page, next_cursor, "next_cursor")
        return Page(raws, at.after(staff, next_page).cursor, more=True)


def raw_events(body: bytes, corp_id: str, open_platform: str) -> tuple[RawEvent, ...]:
    """One for each customer in an answer of `batch/get_by_user`.

    Raises:
        Reject: when it is no such answer.
    """
    return tuple(
        _raw_event(element, corp_id, open_platform)
        for element in array_elements(body, "external_contact_list")
    )


def _raw_event(body: bytes, corp_id: str, open_platform: str) -> RawEvent:
    customer, staff = _between(body)
    return stated(
        body,
        corp_id=corp_id,
        kind="contact",
        person_id=customer,
        about=(customer or "", staff or ""),
        headers={"open_platform": open_platform},
    )


def _between(contact: bytes) -> tuple[str | None, str | None]:
    """The customer and the staff member; None for what the reader will miss too."""
    try:
        named = Payload(parse_object(contact))
        return (
            named.child("external_contact").text("external_userid"),
            named.child("follow_info").text("userid"),
        )
    except Reject:
        return None, None
