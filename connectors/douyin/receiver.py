"""What an app of Douyin sends us: webhooks, live pushes; and logins at the brand's own backend."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from connectors.douyin.envelope import content_of
from connectors.douyin.live_rooms import LiveRooms
from connectors.douyin.login import login_event
from connectors.douyin.raw_events import PLATFORM, LiveRoom, live_events, webhook_event
from connectors.douyin.signatures import live_signature, webhook_signature
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.sdk.signatures import check_age, check_signature
from schemas.errors import Reject

_TAKEN = Answer()
_VERIFY = "verify_webhook"


@dataclass(frozen=True, slots=True)
class DouyinReceiver:
    """Answers the calls for one app.

    - `` is the address of its webhooks. Their signature covers no time: whoever gets hold of a
      call can send it again under another Msg-Id. Douyin offers nothing better.
    - `/live` is the address of its live pushes, of the types whose `data_secrets` are given. What
      `own_viewers`, the brand's streamers, do there is no customer's.
    - `/login` takes what the brand's backend tells of logins, with `login_secret`.
    """

    client_key: str
    client_secret: str = field(repr=False)
    developer: str
    brand: str
    data_secrets: Mapping[str, str] = field(repr=False)
    rooms: LiveRooms
    max_age_seconds: float | None
    own_viewers: Collection[str] = ()
    login_secret: str | None = field(default=None, repr=False)
    max_body_bytes: int = 1024 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says.

        Raises:
            Refused: 403 when it is not authentic, 400 when it is no login, 404 for any other path.
        """
        match request.path:
            case "":
                return self._webhook(request)
            case "/live":
                return self._live_push(request)
            case "/login":
                raw = login_event(
                    request,
                    self.login_secret,
                    platform=PLATFORM,
                    client_key=self.client_key,
                    developer=self.developer,
                )
                return Received((raw,), _TAKEN)
            case _:
                raise Refused(404, "unknown_path")

    def _webhook(self, request: Request) -> Received:
        expected = webhook_signature(self.client_secret, request.body)
        check_signature(request.headers.get("x-douyin-signature"), expected)
        answer = _challenge_answer(request.body)
        if answer is not None:
            return Received((), answer)
        raw = webhook_event(request, self.client_key, {"brand": self.brand})
        return Received((raw,), _TAKEN)

    def _live_push(self, request: Request) -> Received:
        headers = request.headers
        message_type = headers.get("x-msg-type", "")
        data_secret = self.data_secrets.get(message_type)
        if data_secret is None:
            raise Refused(403, "unknown_message_type")
        expected = live_signature(headers, request.body, data_secret)
        check_signature(headers.get("x-signature"), expected)
        check_age(headers.get("x-timestamp"), request.received_at, self.max_age_seconds)
        room = LiveRoom(
            self.client_key, headers.get("x-roomid", ""), message_type, self.own_viewers
        )
        raws = live_events(request.body, room, request.received_at)
        self.rooms.note(room.room_id, message_type, request.received_at)
        return Received(raws, _TAKEN)


def _challenge_answer(body: bytes) -> Answer | None:
    """The answer to verify_webhook: its challenge, of the type that it came as."""
    if _VERIFY.encode() not in body:  # to parse each call twice is dear
        return None
    try:
        call = Payload(parse_object(body))
        if call.text("event") != _VERIFY:
            return None
        challenge = content_of(call).content.get("challenge")
        said = json.dumps({"challenge": challenge}, separators=(",", ":"))
    except (Reject, TypeError):
        return None
    return Answer(said.encode(), media_type="application/json")
