"""One element of a push."""

from dataclasses import dataclass
from typing import Self

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.xiaohongshu.event_types import STATUS_CHANGE, STATUSES


@dataclass(frozen=True, slots=True)
class Push:
    """A tag and what it tells; `data` is JSON within the JSON."""

    tag: str
    order_id: str
    data: Payload

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Raises Reject when it is none, or names no order."""
        message = Payload(parse_object(body))
        tag, text = message.required("msgTag"), message.required("data")
        data = Payload(parse_object(text.encode(), "data"), "data")
        # Those about goods have no order.
        order_id = data.text("orderId") if tag.startswith("msg_item_") else data.required("orderId")
        return cls(tag, order_id or "", data)

    @property
    def dedupe_key(self) -> str:
        """The same for all that tells the same of an order.

        A status counts by itself: status 4 is pushed twice, with two times.
        """
        if self.tag == STATUS_CHANGE:
            status = self.data.text("orderStatus") or ""
            return ":".join(("status", self.order_id, STATUSES.get(status, status)))
        about = (self.data.text(name) or "" for name in ("returnsId", "itemId", "updateTime"))
        return ":".join((self.tag, self.order_id, *about))
