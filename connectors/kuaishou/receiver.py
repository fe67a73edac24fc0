"""Kuaishou's webhook: authenticity, and one raw event for each thing that a viewer did."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.kuaishou.event_types import LIVE
from connectors.kuaishou.shop_message import opened
from connectors.kuaishou.signatures import kwaisign
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.sdk.signatures import check_signature
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "kuaishou"
CALL = "call"
"""A webhook that is kept whole: it comes from no live room, or nobody can read it."""
OTHER_LIVE = "live"
"""An element of a push whose type is not known."""

_FROM_ROOM = "LIVE_INTERACTION_DATA"


@dataclass(frozen=True, slots=True)
class KuaishouReceiver:
    """Answers the calls for one app.

    - `` is the address of its webhooks. Their signature covers no time; a push that is sent again
      is the same event by its message_id.
    - `/shop` is the address of a shop's messages. They tell which order changed and not how, so
      that they ring for the poller of orders.
    """

    app_id: str
    app_secret: str = field(repr=False)
    message_key: bytes | None = field(default=None, repr=False)
    doorbell: Doorbell = field(default_factory=Doorbell)
    max_body_bytes: int = 1024 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and split it. The console's test is answered as any other.

        Raises:
            Refused: 403 when it is not authentic, 404 for any other path.
        """
        match request.path:
            case "":
                return self._webhook(request)
            case "/shop":
                return self._shop_message(request)
            case _:
                raise Refused(404, "unknown_path")

    def _shop_message(self, request: Request) -> Received:
        if self.message_key is None:
            raise Refused(403, "encrypted_without_key")
        message = opened(request.body, self.message_key)
        # The console's test, which comes again and again, names no app.
        if message.content.get("test") is not True:
            if message.content.get("appKey") != self.app_id:
                raise Refused(403, "wrong_app")
            self.doorbell.ring()
        return Received((), _answer(None))

    def _webhook(self, request: Request) -> Received:
        check_signature(request.headers.get("kwaisign"), kwaisign(request.body, self.app_secret))
        message_id = _message_id_of(request.body)
        try:
            raws = tuple(self._viewers_events(request))
        except Reject:
            raws = ()
        return Received(raws or (self._whole(request, message_id),), _answer(message_id))

    def _viewers_events(self, request: Request) -> Iterator[RawEvent]:
        """What a push from a live room tells of; the envelope's part goes into the headers."""
        call = Payload(parse_object(request.body))
        if call.text("event") != _FROM_ROOM:
            return
        data = call.child("data")
        push_type, message_id = data.required("push_type"), call.required("message_id")
        headers = {
            "push_type": push_type,
            "room_code": data.text("room_code"),
            "author_open_id": data.text("author_open_id"),
            "timestamp": data.text("live_timestamp") or call.text("timestamp"),
        }
        for index, body in enumerate(array_elements(request.body, "data", "payload")):
            yield RawEvent.of(
                platform=PLATFORM,
                source_account=self.app_id,
                kind=push_type if push_type in LIVE else OTHER_LIVE,
                person_id=_viewer_of(body),
                dedupe_key=f"push:{message_id}:{index}",
                body=body,
                received_at=request.received_at,
                headers={name: value for name, value in headers.items() if value},
            )

    def _whole(self, request: Request, message_id: str | None) -> RawEvent:
        digest = hashlib.sha256(request.body).hexdigest()
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.app_id,
            kind=CALL,
            dedupe_key=f"call:{message_id}" if message_id else f"body:{digest}",
            body=request.body,
            received_at=request.received_at,
        )


def _message_id_of(body: bytes) -> str | None:
    try:
        return Payload(parse_object(body)).text("message_id")
    except Reject:
        return None


def _viewer_of(body: bytes) -> str | None:
    try:
        return Payload(parse_object(body)).child("userInfo").text("userId")
    except Reject:
        return None


def _answer(message_id: str | None) -> Answer:
    said: dict[str, object] = {"result": 1}
    if message_id is not None:
        said["message_id"] = message_id
    body = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
    return Answer(body, media_type="application/json")
