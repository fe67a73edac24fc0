"""The part of the open platform's REST API that lists comments."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.douyin.errors import TOKEN_REFUSED, check_error, error_of
from connectors.douyin.oauth import AccountToken
from connectors.sdk.asking import ask
from connectors.sdk.tokens import Tokens
from schemas.errors import Fatal

PAGE_COMMENTS = 20
"""The longest page."""


@dataclass(frozen=True, slots=True)
class CommentApi:
    """Calls for one brand account. Its token is kept by `tokens` under `key`."""

    base_url: str
    open_id: str
    account_token: AccountToken
    tokens: Tokens
    key: str
    limiter: AsyncLimiter

    async def comments(self, client: AsyncClient, item_id: str, cursor: int) -> bytes:
        """A page of the comments on a video, newest first, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        return await self._list(client, "item/comment/list", {"item_id": item_id}, cursor)

    async def replies(
        self, client: AsyncClient, item_id: str, comment_id: str, cursor: int
    ) -> bytes:
        """A page of the replies to a comment, newest first, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        asked = {"item_id": item_id, "comment_id": comment_id}
        return await self._list(client, "item/comment/reply/list", asked, cursor)

    async def _list(
        self, client: AsyncClient, name: str, asked: Mapping[str, str], cursor: int
    ) -> bytes:
        query = {
            "open_id": self.open_id,
            **asked,
            "cursor": str(cursor),
            "count": str(PAGE_COMMENTS),
            "sort_type": "time",
        }
        async for token in self.tokens.tries(
            self.key, lambda last: self.account_token(client, last)
        ):
            await self.limiter.acquire()
            response = await ask(
                client,
                "GET",
                f"{self.base_url}/{name}/",
                params=query,
                headers={"access-token": token},
            )
            code = error_of(response.content)
            if code not in TOKEN_REFUSED:
                check_error(code, name)
                return response.content
        raise Fatal(f"Douyin refuses a new access token for {name}")
