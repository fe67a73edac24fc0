"""The same messages by polling, for who cannot use the channel."""

from dataclasses import dataclass
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.taobao.api import TopApi, answer_name
from connectors.taobao.messages import raw_event
from schemas.errors import Reject

_CONSUME = "taobao.tmc.messages.consume"
_CONFIRM = "taobao.tmc.messages.confirm"
_MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class MessagePoller:
    """Consumes an app's messages. The cursor is the ids of those published and not confirmed yet.

    The cursor is kept once the broker has the messages, so they are confirmed with the next call,
    and never before. Not confirmed, they come again.
    """

    api: TopApi
    group_name: str
    seller_id: str
    source: str
    interval_seconds: float

    @property
    def name(self) -> str:
        """`taobao/source/messages`."""
        return f"{self.source}/messages"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next messages; see `Poller.page`."""
        if cursor:
            await self._call(client, _CONFIRM, {"s_message_ids": cursor})
        body, answer = await self._call(client, _CONSUME, {"quantity": str(_MOST_MESSAGES)})
        if not answer.child("messages").content:
            return Page((), "", more=False)
        elements = array_elements(body, answer_name(_CONSUME), "messages", "tmc_message")
        now = datetime.now(UTC)
        raws = tuple(
            raw_event(
                element,
                "tmc_message",
                app_key=self.api.app_key,
                seller_id=self.seller_id,
                received_at=now,
            )
            for element in elements
        )
        ids = [message_id for element in elements if (message_id := _id_of(element))]
        return Page(raws, ",".join(ids), more=bool(ids))

    async def _call(
        self, client: AsyncClient, method: str, parameters: dict[str, str]
    ) -> tuple[bytes, Payload]:
        return await self.api.call(client, method, {**parameters, "group_name": self.group_name})


def _id_of(message: bytes) -> str | None:
    try:
        return Payload(parse_object(message)).text("id")
    except Reject:
        return None
