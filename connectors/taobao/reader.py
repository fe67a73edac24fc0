"""From Taobao's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.taobao import notices, reviews, trades
from connectors.taobao.event_types import ANSWER
from connectors.taobao.messages import Message, read_message
from schemas.errors import Reject
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a message (`tmc_frame`, `tmc_message`), or an entry of a list (`trade`, `review`).

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == "tmc_frame":
        return notices.events_of(raw, read_message(raw.body_bytes, raw.kind))
    payload = Payload(parse_object(raw.body_bytes))
    if "error_response" in payload.content:
        return ANSWER
    match raw.kind:
        case "tmc_message":
            return notices.events_of(raw, Message.of_json(payload))
        case "trade":
            return trades.events_of(raw, payload)
        case "review":
            return (reviews.event_of(raw, payload),)
        case _:
            raise Reject("kind", "tmc_frame, tmc_message, trade or review", raw.kind)
