"""What the list of reviews tells: words and a judgement, mostly of nobody."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_iso
from connectors.taobao.event_types import REVIEW
from connectors.taobao.people import account_of, account_of_thing, identifiers_of
from schemas.event import Content, CustomerEvent, ObjectRef
from schemas.raw import RawEvent


def event_of(raw: RawEvent, review: Payload) -> CustomerEvent:
    """A review of what was bought; its `result` is `good`, `neutral` or `bad`, not stars.

    Raises:
        Reject: when it lacks the id of what was bought, or a time.
    """
    item_id = review.required("oid")
    app_key = raw.headers.get("app_key", raw.source_account)
    buyer = review.text("buyer_open_uid")
    result, trade_id = review.text("result"), review.text("tid")
    return CustomerEvent(
        **origin_of(raw),
        type=REVIEW,
        platform_type="traderate",
        occurred_at=from_iso(review.text("created"), "created"),
        account=account_of(raw.platform, app_key, buyer)
        if buyer
        else account_of_thing(raw.platform, app_key, f"review/{item_id}"),
        identifiers=identifiers_of(app_key, buyer) if buyer else (),
        content=Content(
            text=review.text("content"), attributes={"result": result} if result else {}
        ),
        object=ObjectRef(
            type="product",
            id=review.text("num_iid"),
            title=review.text("item_title"),
            attributes={"order_id": trade_id} if trade_id else {},
        ),
        anonymous=not buyer,
    )
