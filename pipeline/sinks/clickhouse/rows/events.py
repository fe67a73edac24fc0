"""`resolved-events` as rows of `events`."""

import re
from decimal import Context, Decimal

from pipeline.sinks.clickhouse.rows.table import Row, Table, json_text, time
from schemas.errors import Reject
from schemas.event import Content, ObjectRef, ResolvedEvent

EVENTS = Table(
    "events",
    (
        "event_id",
        "platform",
        "source_account",
        "type",
        "platform_type",
        "occurred_at",
        "received_at",
        "account_id",
        "profile_id_then",
        "resolved_by",
        "identifiers",
        "identifier_hashes",
        "traits",
        "content_kind",
        "text",
        "content_url",
        "content_attributes",
        "object_type",
        "object_id",
        "object_title",
        "object_url",
        "object_attributes",
        "amount",
        "currency",
        "scene",
        "campaign",
        "page_url",
        "referrer",
        "session_id",
        "locale",
        "user_agent",
        "context_attributes",
        "consent",
        "insights",
        "snapshot",
        "problems",
        "policy_version",
    ),
)

_AMOUNT_DIGITS = 32
_AMOUNT_STEP = Decimal("0.000001")
_EXACT = Context(prec=38)
_STORED_AS_IT_IS = re.compile(r"-?[0-9]{1,32}(\.[0-9]{1,6})?")
_NO_CONTENT = ("", "", "", "")
_NO_OBJECT = ("", "", "", "", "", None, "")


def event_row(event: ResolvedEvent) -> Row:
    """The event's row. The IP address stays out: it is personal and no analyst's key.

    Raises:
        Reject: a time or an amount that its column cannot hold.
    """
    context = event.context
    return (
        event.event_id,
        event.platform,
        event.source_account,
        event.type,
        event.platform_type,
        time("occurred_at", event.occurred_at),
        time("received_at", event.received_at),
        event.account.account_id,
        event.profile_id,
        event.resolved_by,
        [(each.type, each.value, each.scope) for each in event.identifiers],
        event.identifier_hashes,
        event.traits,
        *(_NO_CONTENT if event.content is None else _content(event.content)),
        *(_NO_OBJECT if event.object is None else _object(event.object)),
        context.scene or "",
        context.campaign,
        context.page_url or "",
        context.referrer or "",
        context.session_id or "",
        context.locale or "",
        context.user_agent or "",
        json_text(context.attributes),
        event.consent,
        json_text(event.insights),
        event.snapshot,
        [(each.field, each.shape, each.expected) for each in event.problems],
        event.policy_version,
    )


def _content(content: Content) -> Row:
    return (content.kind, content.text or "", content.url or "", json_text(content.attributes))


def _object(ref: ObjectRef) -> Row:
    return (
        ref.type,
        ref.id or "",
        ref.title or "",
        ref.url or "",
        json_text(ref.attributes),
        None if ref.amount is None else _amount(ref.amount),
        ref.currency or "",
    )


def _amount(amount: Decimal) -> str:
    text = str(amount)
    if _STORED_AS_IT_IS.fullmatch(text):
        return text
    if not amount.is_finite() or (amount and amount.adjusted() >= _AMOUNT_DIGITS):
        raise Reject("object.amount", "an amount below 10^32", text)
    return format(amount.quantize(_AMOUNT_STEP, context=_EXACT), "f")
