"""From Meituan's payloads to customer events."""

from connectors.meituan import reviews
from connectors.meituan.orders import read_order
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from schemas.errors import Reject
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a `waimai_review`, a `dianping_review` or an `order`.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    match raw.kind:
        case "waimai_review":
            return reviews.of_waimai(raw, Payload(parse_object(raw.body_bytes)))
        case "dianping_review":
            return reviews.of_dianping(raw, Payload(parse_object(raw.body_bytes)))
        case "order":
            return read_order(raw)
        case _:
            raise Reject("kind", "waimai_review, dianping_review or order", raw.kind)
