"""Going through all followers, so that the profiles know every openid's unionid and state."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.wechat.api import Api
from connectors.wechat_oa.api import MAX_BATCH, followers_after, user_infos
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "wechat_oa"


@dataclass(slots=True)
class FollowersPoller:
    """Reads `user/get` and `user/info/batchget`, 100 followers a page, from the first to the last.

    The cursor is the last openid that was done; it is empty when a round is complete. An event's
    id depends on what the platform says of the follower, so that a round over followers that did
    not change gives no new events.
    """

    api: Api
    app_id: str
    name: str
    interval_seconds: float
    open_platform: str
    _ahead: tuple[str, ...] = ()
    _ahead_of: str | None = None

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next followers; see `Poller.page`."""
        after = cursor or ""
        if self._ahead_of != after or not self._ahead:
            openids = await followers_after(self.api, client, after)
            # Whether `next_openid` itself is listed again is not documented.
            self._ahead = tuple(openid for openid in openids if openid != after)
        openids, rest = self._ahead[:MAX_BATCH], self._ahead[MAX_BATCH:]
        if not openids:
            return Page((), "", more=False)
        body = await user_infos(self.api, client, openids)
        raws = tuple(map(self._raw_event, array_elements(body, "user_info_list")))
        self._ahead, self._ahead_of = rest, openids[-1]
        return Page(raws, openids[-1], more=True)

    def _raw_event(self, body: bytes) -> RawEvent:
        """What names no follower goes where its reader will refuse it."""
        try:
            content = parse_object(body, "user_info_list")
            openid = Payload(content, "user_info_list").text("openid")
            stated = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
        except Reject:
            openid, stated = None, body
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.app_id,
            kind="user_info",
            person_id=openid,
            dedupe_key=f"user_info:{openid or ''}:{hashlib.sha256(stated).hexdigest()}",
            body=body,
            received_at=datetime.now(UTC),
            headers={"open_platform": self.open_platform},
        )
