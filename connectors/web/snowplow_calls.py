"""Splitting Snowplow requests into raw events."""

import hashlib
from collections.abc import Container, Mapping

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Refused, Request
from connectors.web.limits import check_call, check_split
from connectors.web.people import id_of, person_id_of
from connectors.web.segment_calls import PLATFORM
from connectors.web.snowplow_parts import pixel_parameters
from schemas.raw import RawEvent


def split(
    request: Request, site: str, headers: Mapping[str, str], app_ids: Container[str]
) -> tuple[RawEvent, ...]:
    """The raw events of a POST, each with its exact bytes.

    Raises:
        Refused: 413 for an event or request above its limit, 403 for an app not in `app_ids`.
        Reject: when it is no payload of Snowplow.
    """
    elements = array_elements(request.body, "data")
    check_split(elements, headers)
    raws = []
    for element in elements:
        event = Payload(parse_object(element))
        _check_app(event, app_ids)
        raws.append(
            _raw_event(request, element, event, kind="snowplow", site=site, headers=headers)
        )
    return tuple(raws)


def pixel(
    request: Request, site: str, headers: Mapping[str, str], app_ids: Container[str]
) -> tuple[RawEvent, ...]:
    """The raw event of a pixel, its body the query as it came.

    Raises:
        Refused: 413 when it is too long, 403 for an app not in `app_ids`.
        Reject: when it is no event of Snowplow.
    """
    body = request.query_text.encode()
    event = Payload(pixel_parameters(request.query_text))
    event.required("e")
    _check_app(event, app_ids)
    return (_raw_event(request, body, event, kind="pixel", site=site, headers=headers),)


def _check_app(event: Payload, app_ids: Container[str]) -> None:
    if event.text("aid") not in app_ids:
        raise Refused(403, "unknown_app_id")


def _raw_event(
    request: Request,
    body: bytes,
    event: Payload,
    *,
    kind: str,
    site: str,
    headers: Mapping[str, str],
) -> RawEvent:
    check_call(body)
    person_id = person_id_of(id_of(event, "uid"), id_of(event, "duid", "nuid"))
    own_id = event.text("eid") or hashlib.sha256(body).hexdigest()
    return RawEvent.of(
        platform=PLATFORM,
        source_account=site,
        kind=kind,
        person_id=person_id,
        dedupe_key=f"snowplow:{person_id or ''}\x1f{own_id}",
        body=body,
        received_at=request.received_at,
        headers=headers,
    )
