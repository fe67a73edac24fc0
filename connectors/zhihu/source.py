"""The brand's account on Zhihu as configured."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.zhihu.api import ZhihuApi
from connectors.zhihu.comments import CommentPoller


class ZhihuSource(Source):
    """Settings of one account."""

    platform: Literal["zhihu"] = "zhihu"
    author_token: str = Field(
        pattern=r"^[A-Za-z0-9_-]+$", description="the account's own token: zhihu.com/people/TOKEN"
    )
    access_secret: Secret = Field(description="Access Secret of developer.zhihu.com")
    list_seconds: float = Field(
        default=900, ge=60, description="between two looks for contents with new comments"
    )
    most_contents: int = Field(
        default=200, ge=1, description="how many of the newest contents are watched"
    )
    reserve_calls: int = Field(
        default=0, ge=0, description="calls of a day that are left to others with the same account"
    )
    base_url: str = Field(
        default="https://developer.zhihu.com", description="where the API answers"
    )

    @property
    def source_account(self) -> str:
        """The account's token."""
        return self.author_token

    def pollers(self, tokens: Tokens) -> Sequence[CommentPoller]:  # noqa: ARG002 (it has none)
        """One, for the comments on all contents."""
        api = ZhihuApi(self.base_url, self.access_secret.get_secret_value())
        return (
            CommentPoller(
                api,
                self.author_token,
                self.key,
                self.list_seconds,
                self.most_contents,
                self.reserve_calls,
            ),
        )
