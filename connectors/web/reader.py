"""From tracking calls to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.web.segment import read_segment
from connectors.web.snowplow import read_snowplow
from connectors.web.snowplow_parts import pixel_parameters
from schemas.errors import Reject
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a `segment` call, a `snowplow` event or a Snowplow `pixel` (its query).

    Raises:
        Reject: when it is none of these, names nobody or has a part that cannot be read.
    """
    match raw.kind:
        case "segment":
            return (read_segment(raw),)
        case "snowplow":
            event = Payload(parse_object(raw.body_bytes))
        case "pixel":
            event = Payload(pixel_parameters(raw.body))
        case _:
            raise Reject("kind", "segment, snowplow or pixel", raw.kind)
    read_event = read_snowplow(raw, event)
    return read_event if isinstance(read_event, Ignored) else (read_event,)
