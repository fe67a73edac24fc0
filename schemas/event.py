"""`events`: what a customer did, in one vocabulary for every platform."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from msgspec import field

from schemas.errors import Reject
from schemas.message import Message, UtcTime


class EventType(StrEnum):
    """What customers do. Each platform's own types are mapped onto these by its connector.

    An order, a payment and a refund count once: a refund when the customer asks for it. What
    becomes of them is `custom`, or `delivery`.
    """

    MESSAGE = "message"
    COMMENT = "comment"
    MENTION = "mention"
    LIKE = "like"
    SHARE = "share"
    COLLECT = "collect"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    JOIN_GROUP = "join_group"
    LEAVE_GROUP = "leave_group"
    VIEW = "view"
    VISIT = "visit"
    CLICK = "click"
    LOCATION = "location"
    CART = "cart"
    ORDER = "order"
    PAYMENT = "payment"
    REFUND = "refund"
    REVIEW = "review"
    GIFT = "gift"
    LIVE_ENTER = "live_enter"
    LIVE_COMMENT = "live_comment"
    TICKET = "ticket"
    REPLY = "reply"
    DELIVERY = "delivery"
    SURVEY_ANSWER = "survey_answer"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    IDENTIFY = "identify"
    CUSTOM = "custom"


class Account(Message, frozen=True, kw_only=True):
    """The account that acted: `<platform>:<scope>:<native id>`. It never changes."""

    account_id: str
    platform: str

    @classmethod
    def of(cls, platform: str, scope: str, native_id: str) -> Self:
        """Build the id. `scope` is where the native id is unique (`global` where everywhere)."""
        if not native_id or ":" in platform or ":" in scope:
            raise ValueError("account needs a native id, and a platform and scope without colons")
        return cls(account_id=f"{platform}:{scope}:{native_id}", platform=platform)


class Identifier(Message, frozen=True, kw_only=True):
    """A value that may be shared by a person's accounts, such as a phone or a unionid.

    `scope` says where an id is unique (the Open Platform account of a unionid, the site of an
    anonymous id); phones and emails have none. Values of different scopes never match.
    """

    type: str
    value: str
    scope: str = ""


class Content(Message, frozen=True, kw_only=True):
    """What was said or sent. `kind` is text, image, voice, video, location, link and the like."""

    kind: str = "text"
    text: str | None = None
    url: str | None = None
    media_id: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


class ObjectRef(Message, frozen=True, kw_only=True):
    """What it was done to: a post, product, order or page; `amount` is in `currency`."""

    type: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


class Context(Message, frozen=True, kw_only=True):
    """Where and how it happened. `scene` is the channel code (QR scene, state) that led here."""

    scene: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    locale: str | None = None
    page_url: str | None = None
    referrer: str | None = None
    session_id: str | None = None
    campaign: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)


class Problem(Message, frozen=True, kw_only=True):
    """A value that could not be used. The event goes on without it; the raw event keeps it.

    `shape` shows the value's form only (`9.99A+99`), never the value.
    """

    field: str
    shape: str
    expected: str

    @classmethod
    def of(cls, error: Reject) -> Self:
        """From the refusal of the value."""
        return cls(field=error.field, shape=error.shape or "", expected=error.expected)


class CustomerEvent(Message, frozen=True, kw_only=True):
    """One thing one account did.

    `snapshot` marks an event that states all identifiers of its account as of `occurred_at` (a
    CRM record, for instance): identifiers that only older events state no longer hold.
    `received_at` is when the platform's delivery reached us. `platform_type` is the platform's own
    name for what happened.

    `anonymous` marks an event whose platform does not say who acted (a review, an order whose
    buyer is masked). It is counted and can be queried, but has no profile and tells nothing about
    who is who; its account stands for the thing alone (`meituan:<shop>:review/<id>`).
    """

    event_id: UUID
    platform: str
    source_account: str
    type: EventType
    platform_type: str
    occurred_at: UtcTime
    received_at: UtcTime
    account: Account
    identifiers: tuple[Identifier, ...] = ()
    traits: dict[str, str] = field(default_factory=dict)
    content: Content | None = None
    object: ObjectRef | None = None
    context: Context = Context()
    consent: dict[str, bool] = field(default_factory=dict)
    insights: dict[str, Any] = field(default_factory=dict)
    snapshot: bool = False
    anonymous: bool = False
    problems: tuple[Problem, ...] = ()


NO_PROFILE = UUID(int=0)
"""Stands where there is no profile."""


class ResolvedEvent(CustomerEvent, frozen=True, kw_only=True):
    """`resolved-events`: the event with the profile its account belonged to when it was resolved.

    Personal identifier values are masked here; `identifier_hashes` joins them
    (`type` -> keyed hashes). `resolved_by` is how the account came to its profile; an anonymous
    event has `NO_PROFILE`.
    """

    profile_id: UUID
    resolved_by: str
    policy_version: str
    identifier_hashes: dict[str, tuple[str, ...]] = field(default_factory=dict)
