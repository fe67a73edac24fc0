"""Customer events without personal values: by the names declared personal, and inside any text."""

from collections.abc import Mapping
from typing import Any

from schemas.event import Content, Context, CustomerEvent, Identifier, ObjectRef
from schemas.personal import PERSONAL_IDENTIFIERS, PERSONAL_TRAITS, mask, mask_text

_PERSONAL_NAMES = PERSONAL_IDENTIFIERS | PERSONAL_TRAITS


def masked_fields(event: CustomerEvent) -> dict[str, object]:
    """The fields of the event that may hold personal values, masked."""
    return {
        "identifiers": tuple(map(_identifier, event.identifiers)),
        "traits": masked_mapping(event.traits),
        "content": _content(event.content),
        "object": _object(event.object),
        "context": _context(event.context),
    }


def masked_mapping(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values masked: whole under a personal name, else wherever a text holds one."""
    return {name: _masked(name, value) for name, value in values.items()}


def _masked(name: str, value: object) -> object:
    match value:
        case str():
            return mask(name, value) if name in _PERSONAL_NAMES else mask_text(value)
        case bool():
            return value
        case int():  # a phone may come as a number
            text = str(value)
            masked = _masked(name, text)
            return value if masked == text else masked
        case Mapping():
            return masked_mapping(value)
        case list() | tuple():
            return [_masked(name, item) for item in value]
        case _:
            return value


def _identifier(identifier: Identifier) -> Identifier:
    if identifier.type not in PERSONAL_IDENTIFIERS:
        return identifier
    return identifier.model_copy(update={"value": mask(identifier.type, identifier.value)})


def _content(content: Content | None) -> Content | None:
    if content is None:
        return None
    return content.model_copy(
        update={
            "text": _text(content.text),
            "url": _text(content.url),
            "attributes": masked_mapping(content.attributes),
        }
    )


def _object(target: ObjectRef | None) -> ObjectRef | None:
    if target is None:
        return None
    return target.model_copy(
        update={
            "title": _text(target.title),
            "url": _text(target.url),
            "attributes": masked_mapping(target.attributes),
        }
    )


def _context(context: Context) -> Context:
    return context.model_copy(
        update={
            "ip": None if context.ip is None else mask("ip", context.ip),
            "page_url": _text(context.page_url),
            "referrer": _text(context.referrer),
            "attributes": masked_mapping(context.attributes),
        }
    )


def _text(text: str | None) -> str | None:
    return None if text is None else mask_text(text)
