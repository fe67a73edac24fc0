"""Polling the comments under the brand's posts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.times import from_epoch
from pipeline.new_connector.poll.acme.api import AcmeApi
from pipeline.new_connector.poll.acme.reader import KIND
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "acme"


@dataclass(frozen=True, slots=True)
class CommentsPoller:
    """Goes through the comments, oldest first. The cursor is the id of the last one that was had.

    Acme lists from an id on, itself included, so that each page repeats the last comment of the
    one before.
    """

    api: AcmeApi
    account: str
    interval_seconds: float

    @property
    def name(self) -> str:
        """`platform/source/list`."""
        return f"{self.api.key}/comments"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page; see `Poller.page`."""
        known = int(cursor or 0)
        body = await self.api.comments(client, known)
        answer = Payload(parse_object(body))
        listed = [
            (_id_of(comment), comment, element)
            for element in array_elements(body, "comments")
            for comment in (Payload(parse_object(element), "comments"),)
        ]
        raws = tuple(
            self._raw_event(number, comment, element)
            for number, comment, element in listed
            if number > known
        )
        return Page(
            raws,
            str(max([known, *(number for number, _, _ in listed)])),
            # A page without anything new would be asked for forever.
            more=bool(raws) and answer.text("has_more") == "true",
            behind_seconds=_age_seconds(listed[-1][1]) if raws else None,
        )

    def _raw_event(self, number: int, comment: Payload, body: bytes) -> RawEvent:
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.account,
            kind=KIND,
            person_id=comment.child("author").text("id"),
            dedupe_key=f"{KIND}:{number}",
            body=body,
            received_at=datetime.now(UTC),
        )


def _id_of(comment: Payload) -> int:
    number = comment.required("id")
    if not number.isdecimal():
        raise Reject(comment.at("id"), "a number", number)
    return int(number)


def _age_seconds(comment: Payload) -> float:
    created_at = from_epoch(comment.text("created_at"), comment.at("created_at"))
    return (datetime.now(UTC) - created_at).total_seconds()
