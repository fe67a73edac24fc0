"""The tracking endpoint: calls one by one or in batches, each item a raw event of its own."""

import base64
import binascii
import hmac
from dataclasses import dataclass

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.web import limits, segment_calls, snowplow_calls
from schemas.errors import Reject
from schemas.raw import RawEvent

_SEGMENT = "/v1/"
_SUCCESS = Answer(b'{"success":true}', "application/json")
_GIF = Answer(
    base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=="),
    "image/gif",
    headers={"cache-control": "no-store"},
)
"""A transparent pixel of 43 bytes."""


@dataclass(frozen=True, slots=True)
class WebReceiver:
    """Answers the tracking libraries of one site.

    A write key stands in every page, so that it tells sites apart and keeps strays out, no more.
    What is no JSON is refused, because the caller, not a platform, can mend it.
    """

    site: str
    write_key: str
    snowplow_app_ids: frozenset[str]
    allowed_origins: tuple[str, ...]
    open_platform: str
    max_body_bytes: int = limits.MAX_BATCH_BYTES

    def receive(self, request: Request) -> Received:
        """Check and split a call.

        Raises:
            Refused: 403 for a wrong key or app, 404 for an unknown path, 400 for what is no call,
                413 for one that is too large.
        """
        headers, app_ids = self._headers(request), self.snowplow_app_ids
        try:
            match request.method, request.path:
                case "GET", "/i":
                    raws = snowplow_calls.pixel(request, self.site, headers, app_ids)
                    return Received(raws, _GIF)
                case "POST", "/com.snowplowanalytics.snowplow/tp2":
                    raws = snowplow_calls.split(request, self.site, headers, app_ids)
                    return Received(raws, Answer())
                case "POST", path if path.startswith(_SEGMENT):
                    return Received(self._segment(request, headers), _SUCCESS)
        except Reject as error:
            raise Refused(400, "malformed_call") from error
        raise Refused(404, "unknown_path")

    def _segment(self, request: Request, headers: dict[str, str]) -> tuple[RawEvent, ...]:
        call = request.path.removeprefix(_SEGMENT)
        content = Payload(parse_object(request.body))
        self._check_key(_basic_user(request) or content.text("writeKey"))
        return segment_calls.split(request, call, content, self.site, headers)

    def _check_key(self, given: str | None) -> None:
        if not hmac.compare_digest((given or "").encode(), self.write_key.encode()):
            raise Refused(403, "wrong_write_key")

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "ip": request.client_ip,
            "user_agent": request.headers.get("user-agent"),
            "open_platform": self.open_platform,
        }
        return {name: value for name, value in headers.items() if value}


def _basic_user(request: Request) -> str | None:
    """The user of HTTP Basic, which is where libraries put the write key."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused(403, "wrong_write_key") from error
