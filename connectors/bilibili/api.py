"""The part of the live platform's REST API that starts, keeps and ends a session."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from httpx import AsyncClient

from connectors.bilibili.signing import signed_headers
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Fatal, Reject, Retry

SESSION_OVER = frozenset({"7000", "7003"})
"""No session is open, or its heartbeat came too late."""

_OCCUPIED = frozenset({"7001", "7002", "7010"})
_OCCUPIED_WAIT_SECONDS = 60.0
"""The room cools down, or has a session that nobody ended: it dies without heartbeats."""

_NEEDS_PERSON = frozenset({"4001", "4002", "4007", "4008", "5004", "7007", "8002"})
"""App, signature, address, permission, room, the streamer's code, project."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the app in a room. Without a `game_id` it needs no heartbeat and no end.

    `anchor` is the open_id of the room's own streamer, where it is stated.
    """

    game_id: str
    links: tuple[str, ...]
    auth_body: str = field(repr=False)
    anchor: str | None = None

    @classmethod
    def of(cls, data: Payload) -> Self:
        """From `data` of the answer to `app/start`.

        Raises:
            Reject: when there is nowhere to connect to.
        """
        websocket = data.child("websocket_info")
        links = websocket.content.get("wss_link")
        if not isinstance(links, list) or not links or not all(isinstance(e, str) for e in links):
            raise Reject("websocket_info.wss_link", "addresses", links)
        return cls(
            data.child("game_info").text("game_id") or "",
            tuple(links),
            websocket.required("auth_body"),
            data.child("anchor_info").text("open_id"),
        )


@dataclass(frozen=True, slots=True)
class LiveApi:
    """Calls for one streamer's room. `code` is the streamer's 身份码."""

    base_url: str
    app_id: str
    access_key_id: str
    access_key_secret: str = field(repr=False)
    code: str = field(repr=False)

    async def start(self, client: AsyncClient) -> Session:
        """Open a session; there can be one of an app in a room.

        Raises:
            Retry: when the platform is away or busy, or the room has a session.
            Reject: when its answer cannot be read.
            Fatal: when keys, code or permissions are wrong.
        """
        body = {"code": self.code, "app_id": int(self.app_id)}
        answer = await self._call(client, "start", body)
        _raise_for(answer, "start")
        return Session.of(answer.child("data"))

    async def keep(self, client: AsyncClient, session: Session) -> bool:
        """Send the project heartbeat; whether the session still stands."""
        answer = await self._call(client, "heartbeat", {"game_id": session.game_id})
        if answer.text("code") in SESSION_OVER:
            return False
        _raise_for(answer, "heartbeat")
        return True

    async def end(self, client: AsyncClient, session: Session) -> None:
        """Close the session, so that the room is free for the next at once."""
        body = {"app_id": int(self.app_id), "game_id": session.game_id}
        answer = await self._call(client, "end", body)
        if answer.text("code") not in SESSION_OVER:
            _raise_for(answer, "end")

    async def _call(self, client: AsyncClient, name: str, content: dict[str, Any]) -> Payload:
        body = json.dumps(content).encode()
        headers = signed_headers(
            self.access_key_id,
            self.access_key_secret,
            body,
            nonce=str(uuid4()),
            timestamp=int(time.time()),
        )
        headers = {**headers, "content-type": "application/json", "accept": "application/json"}
        url = f"{self.base_url}/v2/app/{name}"
        response = await ask(client, "POST", url, content=body, headers=headers)
        return Payload(parse_object(response.content))


def _raise_for(answer: Payload, name: str) -> None:
    code = answer.required("code")
    if code == "0":
        return
    if code in _NEEDS_PERSON:
        raise Fatal(f"Bilibili answered {code} to app/{name}: check the keys and the room's code")
    raise Retry(
        f"Bilibili answered {code} to app/{name}",
        _OCCUPIED_WAIT_SECONDS if code in _OCCUPIED else None,
    )
