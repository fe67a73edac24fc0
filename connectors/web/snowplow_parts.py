"""The parts of a Snowplow event that are packed into one parameter."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Reject

_MOST_PARAMETERS = 200
_UTM = "utm_"


def pixel_parameters(query: str) -> dict[str, str]:
    """The parameters of a pixel call, under the names that they have in a POST.

    Raises:
        Reject: when they are more than an event has.
    """
    try:
        found = parse_qs(query, max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise Reject("query", f"at most {_MOST_PARAMETERS} parameters") from error
    return {name: values[-1] for name, values in found.items()}


def named_event(kind: str, event: Payload) -> tuple[str, Payload]:
    """The event's name and properties, whichever kind it is.

    Raises:
        Reject: when they cannot be read.
    """
    match kind:
        case "ue":
            inner = _packed(event, "ue_px", "ue_pr").child("data")
            parts = inner.required("schema").split("/")
            if len(parts) != 4:
                raise Reject(inner.at("schema"), "iglu:vendor/name/format/version", parts)
            return parts[1], inner.child("data")
        case "se":
            names = {"category": "se_ca", "label": "se_la", "property": "se_pr", "value": "se_va"}
            return event.required("se_ac"), _renamed(event, names)
        case "tr":
            names = {"order_id": "tr_id", "total": "tr_tt", "currency": "tr_cu"}
            return kind, _renamed(event, names)
        case _:
            return kind, Payload({})


def entities(event: Payload) -> dict[str, Payload]:
    """The contexts sent with the event, by the name of their schema.

    Raises:
        Reject: when they cannot be read.
    """
    packed = _packed(event, "cx", "co")
    return {
        entity.required("schema").split("/")[1]: entity.child("data")
        for entity in packed.children("data")
        if entity.required("schema").count("/") == 3
    }


def campaign_of(url: str | None) -> dict[str, str]:
    """The `utm_` parameters of a page's URL."""
    try:
        query = urlsplit(url or "").query
    except ValueError:
        return {}
    found = parse_qs(query)
    return {
        name.removeprefix(_UTM): values[-1]
        for name, values in found.items()
        if name.startswith(_UTM)
    }


def _packed(event: Payload, encoded: str, plain: str) -> Payload:
    """Self-describing JSON: base64url in one parameter, or as it is in the other."""
    if packed := event.text(encoded):
        try:
            text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        except (binascii.Error, ValueError) as error:
            raise Reject(encoded, "base64url", packed) from error
        return Payload(parse_object(text, encoded), encoded)
    if text_of := event.text(plain):
        return Payload(parse_object(text_of.encode(), plain), plain)
    return Payload({}, encoded)


def _renamed(event: Payload, names: dict[str, str]) -> Payload:
    renamed: dict[str, Any] = {
        name: value for name, parameter in names.items() if (value := event.text(parameter))
    }
    return Payload(renamed)
