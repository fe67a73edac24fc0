"""Customer events without personal values: by the names declared personal, and inside any text."""

from collections.abc import Mapping
from typing import Any

from schemas.event import Content, Context, CustomerEvent, Identifier, ObjectRef
from schemas.personal import PERSONAL_IDENTIFIERS, is_personal, mask, mask_text

_NOTHING = Context()
"""The context of an event that tells nothing of where and how."""


def masked(event: CustomerEvent) -> CustomerEvent:
    """The event with every field masked that may hold personal values.

    The account id stays as it is: everything joins by it. A platform whose native id is a phone
    or an email shows it there.
    """
    return event.but(
        platform_type=mask_text(event.platform_type),
        identifiers=tuple(map(_identifier, event.identifiers)),
        traits=masked_traits(event.traits),
        content=_content(event.content),
        object=_object(event.object),
        context=event.context if event.context == _NOTHING else _context(event.context),
    )


def masked_traits(traits: Mapping[str, str]) -> dict[str, str]:
    """The traits masked: whole under a personal name, else wherever the text holds a value."""
    return {
        name: mask(name, value) if is_personal(name) else mask_text(value)
        for name, value in traits.items()
    }


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Like traits, at any depth; but a plain `name` is a product's or a page's here."""
    return {
        name: _hidden(value) if is_personal(name) and name != "name" else _searched(value)
        for name, value in values.items()
    }


def _hidden(value: object) -> object:
    """Everything inside, whole."""
    match value:
        case None | bool():
            return value
        case Mapping():
            return {name: _hidden(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_hidden(inner) for inner in value]
        case _:
            return mask("", str(value))


def _searched(value: object) -> object:
    """Only what is found inside texts, and in numbers, as which phones may come."""
    match value:
        case str():
            return mask_text(value)
        case int() if not isinstance(value, bool):
            text = str(value)
            masked = mask_text(text)
            return value if masked == text else masked
        case Mapping():
            return _attributes(value)
        case list() | tuple():
            return [_searched(inner) for inner in value]
        case _:
            return value


def _identifier(identifier: Identifier) -> Identifier:
    kind, value = identifier.type, identifier.value
    masked = mask(kind, value) if kind in PERSONAL_IDENTIFIERS else mask_text(value)
    return identifier if masked == value else identifier.but(value=masked)


def _content(content: Content | None) -> Content | None:
    if content is None:
        return None
    return content.but(
        text=_text(content.text),
        url=_text(content.url),
        attributes=_attributes(content.attributes),
    )


def _object(target: ObjectRef | None) -> ObjectRef | None:
    if target is None:
        return None
    return target.but(
        id=_text(target.id),
        title=_text(target.title),
        url=_text(target.url),
        attributes=_attributes(target.attributes),
    )


def _context(context: Context) -> Context:
    return context.but(
        scene=_text(context.scene),
        ip=None if context.ip is None else mask("ip", context.ip),
        page_url=_text(context.page_url),
        referrer=_text(context.referrer),
        session_id=_text(context.session_id),
        campaign={name: mask_text(value) for name, value in context.campaign.items()},
        attributes=_attributes(context.attributes),
    )


def _text(text: str | None) -> str | None:
    return None if text is None else mask_text(text)
