"""Pulling the messages of customer service 微信客服, when a callback says that there are some."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from httpx import AsyncClient
from pydantic import TypeAdapter

from connectors.sdk.asking import NotGiven
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page, following
from connectors.wecom.api import WecomApi
from connectors.wecom.waiting import Waiting
from schemas.raw import RawEvent

log = structlog.get_logger()

PLATFORM = "wecom"
PAGE_MESSAGES = 1000
_PAGE_ACCOUNTS = 100
_SYNC = "kf/sync_msg"
_EARLY = 0.75
"""A poller is asked again a little earlier or later than its interval says."""

_Places = TypeAdapter(dict[str, str])


@dataclass(slots=True)
class CustomerServicePoller:
    """Reads `kf/sync_msg`, up to 1000 messages of one customer service account a page.

    The cursor holds WeCom's own of each account. Asked about are the accounts in `waiting`, and by
    turns with them all accounts every `interval_seconds`, since what a stop makes us forget rings
    no more. Asked with the token of a callback, WeCom allows more calls.

    Args:
        clock: in seconds, monotonic.
    """

    api: WecomApi
    name: str
    interval_seconds: float
    waiting: Waiting
    clock: Callable[[], float] = time.monotonic
    _round: list[str] = field(default_factory=list)
    _round_began: float | None = None
    _given: tuple[str, str, str] | None = None
    _rung_last: bool = False

    @property
    def doorbell(self) -> Doorbell:
        """What the receiver rings."""
        return self.waiting.doorbell

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the account whose turn it is; see `Poller.page`."""
        self._forget_published(cursor)
        if not self._round and self._is_due():
            self._round = await self._accounts(client)
            self._round_began = self.clock()
        account, token = self._turn()
        if not account:
            return Page((), cursor or "{}", more=False)
        places = _Places.validate_json(cursor or "{}")
        body = await self._messages(client, account, places.get(account), token)
        answer = Payload(parse_object(body))
        raws = raw_events(body, self.api.corp_id)
        has_more = answer.text("has_more") == "1"
        if next_cursor := answer.text("next_cursor"):
            # Where nothing is new it may stay the same.
            place = places.get(account, "") if has_more else ""
            places[account] = following(place, next_cursor, "next_cursor")
        after = _Places.dump_json(places).decode()
        if not has_more:
            self._given = after, account, token
        others = len(self.waiting) + len(self._round)
        others -= (account in self.waiting) + (account in self._round)
        return Page(raws, after, more=has_more or others > 0, behind_seconds=_behind_seconds(raws))

    def _turn(self) -> tuple[str, str]:
        """The account that is asked about, with the token of its callback; both empty for none."""
        rung = self.waiting.first()
        self._rung_last = rung is not None and not (self._round and self._rung_last)
        if rung is not None and self._rung_last:
            return rung
        account = next(iter(self._round), "")
        return account, self.waiting.note_of(account)

    async def _messages(
        self, client: AsyncClient, account: str, place: str | None, token: str
    ) -> bytes:
        """The answer for an account; an empty one where WeCom gives nothing, for others' sake.

        The token may have grown old, and WeCom may not know the place any more: then the account is
        begun anew, where most messages are events that are known. What is refused is asked for
        again with the next ring or round, so that nothing is lost by going on to others.
        """
        at = {"cursor": place} if place else {}
        with_token = [at | {"token": token}] if token else []
        for further in (*with_token, at, *([{}] if place else ())):
            asked = {"open_kfid": account, "limit": PAGE_MESSAGES} | further
            try:
                return await self.api.post(client, _SYNC, asked)
            except NotGiven as error:
                log.warning("not_given", call=_SYNC, error=error.code)
        return b'{"msg_list": []}'

    def _forget_published(self, cursor: str | None) -> None:
        """The account of the last page is done once that page's cursor was kept."""
        if self._given is not None and self._given[0] == cursor:
            _, account, token = self._given
            self.waiting.done(account, token)
            if account in self._round:
                self._round.remove(account)
        self._given = None

    def _is_due(self) -> bool:
        began = self._round_began
        return began is None or self.clock() - began > self.interval_seconds * _EARLY

    async def _accounts(self, client: AsyncClient) -> list[str]:
        accounts: list[str] = []
        while True:
            asked = {"offset": len(accounts), "limit": _PAGE_ACCOUNTS}
            body = await self.api.post(client, "kf/account/list", asked)
            listed = Payload(parse_object(body)).children("account_list")
            accounts += [account.required("open_kfid") for account in listed]
            if len(listed) < _PAGE_ACCOUNTS:
                return accounts


def raw_events(body: bytes, corp_id: str) -> tuple[RawEvent, ...]:
    """One for each message in an answer of `kf/sync_msg`.

    Raises:
        Reject: when it is no such answer.
    """
    return tuple(_raw_event(element, corp_id) for element in array_elements(body, "msg_list"))


def _raw_event(body: bytes, corp_id: str) -> RawEvent:
    """A message without an id goes where its reader will refuse it."""
    message = Payload(parse_object(body, "msg_list"), "msg_list")
    event = message.content.get("event")
    customer = message.text("external_userid") or (
        Payload(event).text("external_userid") if isinstance(event, dict) else None
    )
    message_id = message.text("msgid") or hashlib.sha256(body).hexdigest()
    return RawEvent.of(
        platform=PLATFORM,
        source_account=corp_id,
        kind="service_message",
        person_id=customer,
        dedupe_key=f"service_message:{message_id}",
        body=body,
        received_at=datetime.now(UTC),
    )


def _behind_seconds(raws: Sequence[RawEvent]) -> float | None:
    """How long ago the newest of the messages was sent."""
    sent = [Payload(parse_object(raw.body_bytes)).number("send_time") for raw in raws]
    newest = max((float(at) for at in sent if at is not None), default=None)
    return None if newest is None else time.time() - newest
