"""One shop on Taobao or Tmall as configured."""

from datetime import timedelta
from typing import Literal

from aiolimiter import AsyncLimiter
from pydantic import Field

from connectors.sdk.poller import Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.taobao.api import TopApi
from connectors.taobao.channel import ChannelListener
from connectors.taobao.consuming import MessagePoller
from connectors.taobao.listed import REVIEWS, TRADES
from connectors.taobao.lists import ListPoller
from connectors.taobao.signing import SignMethod


class TaobaoSource(Source):
    """Settings of one shop: the app, the shop's authorization, and what to ask for.

    The messages of an app are those of all shops that authorized it: have one source hear them.
    """

    platform: Literal["taobao"] = "taobao"
    app_key: str = Field(pattern=r"^\d+$", description="the app's AppKey")
    app_secret: Secret = Field(description="its AppSecret; calls and messages are signed by it")
    seller_id: str = Field(pattern=r"^\d+$", description="the shop's user id")
    session: Secret | None = Field(
        default=None, description="the shop's authorization; with it trades and reviews are polled"
    )
    messages: Literal["socket", "poll", "none"] = Field(
        default="socket", description="how the app's messages come"
    )
    group_name: str = Field(default="default", description="the app's group of messages")
    reviews: bool = Field(default=True, description="whether reviews are polled")
    history_days: float = Field(
        default=1, gt=0, le=90, description="how far back the first poll reaches"
    )
    interval_seconds: float = Field(default=60, gt=0, description="between two polls of a list")
    message_interval_seconds: float = Field(
        default=5, gt=0, description="between two polls of messages"
    )
    calls_per_second: float = Field(default=10, gt=0, description="what the app is allowed")
    sign_method: SignMethod = Field(default="md5", description="how calls are signed")
    channel_url: str = Field(
        default="ws://mc.api.taobao.com/", description="where the message channel is"
    )
    base_url: str = Field(
        default="https://eco.taobao.com/router/rest", description="where the API answers"
    )

    @property
    def source_account(self) -> str:
        """The shop's user id."""
        return self.seller_id

    def pollers(self, tokens: Tokens) -> tuple[Poller, ...]:  # noqa: ARG002 (the session lasts)
        """One for each list, and one for messages where they do not come by themselves."""
        limiter = AsyncLimiter(self.calls_per_second, 1)
        return (*self._lists(limiter), *self._messages(limiter))

    def listeners(self, tokens: Tokens) -> tuple[ChannelListener, ...]:  # noqa: ARG002 (see above)
        """What hears the app's messages."""
        if self.messages != "socket":
            return ()
        secret = self.app_secret.get_secret_value()
        return (
            ChannelListener(
                self.channel_url, self.app_key, secret, self.group_name, self.seller_id, self.key
            ),
        )

    def _lists(self, limiter: AsyncLimiter) -> tuple[ListPoller, ...]:
        if self.session is None:
            return ()
        api = self._api(limiter, self.session.get_secret_value())
        history = timedelta(days=self.history_days)
        return tuple(
            ListPoller(api, self.seller_id, self.key, each, self.interval_seconds, history)
            for each in ((TRADES, REVIEWS) if self.reviews else (TRADES,))
        )

    def _messages(self, limiter: AsyncLimiter) -> tuple[MessagePoller, ...]:
        if self.messages != "poll":
            return ()
        return (
            MessagePoller(
                self._api(limiter),
                self.group_name,
                self.seller_id,
                self.key,
                self.message_interval_seconds,
            ),
        )

    def _api(self, limiter: AsyncLimiter, session: str | None = None) -> TopApi:
        secret = self.app_secret.get_secret_value()
        return TopApi(self.base_url, self.app_key, secret, self.sign_method, limiter, session)
