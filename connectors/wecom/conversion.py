"""An answer of `idconvert/unionid_to_external_userid`, together with what was asked.

It says that a unionid, known from an Official Account or a mini program, and an external_userid
are one person. The openid that was asked with is left out: nothing says of which app it is.
"""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.wecom.event_types import PENDING
from connectors.wecom.people import event_of
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent


def read_conversion(raw: RawEvent, conversion: Payload) -> Reading:
    """Both ids on one account; a person who is no customer yet has none.

    Raises:
        Reject: when it has neither external_userid nor pending_id.
    """
    answer = conversion.child("response")
    customer = answer.text("external_userid")
    if customer is None:
        if answer.text("pending_id"):
            return PENDING
        raise Reject("response.external_userid", "an id, or pending_id")
    unionid = conversion.child("request").required("unionid")
    return (
        event_of(raw, customer, EventType.IDENTIFY, raw.kind, raw.received_at, unionid=unionid),
    )
