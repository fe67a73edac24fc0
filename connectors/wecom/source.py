"""One corporation's app as configured."""

from typing import Literal

from aiolimiter import AsyncLimiter
from pydantic import Field, PrivateAttr, SecretStr, model_validator

from connectors.sdk.poller import Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.wechat.crypto import aes_key
from connectors.wechat.envelope import SealedEnvelope
from connectors.wechat.source import AesKey
from connectors.wecom.api import WecomApi
from connectors.wecom.changed_contacts import ChangedContactsPoller
from connectors.wecom.contacts import ContactsPoller
from connectors.wecom.customer_service import CustomerServicePoller
from connectors.wecom.groups import GroupsPoller
from connectors.wecom.receiver import WecomReceiver
from connectors.wecom.waiting import Waiting


class WecomSource(Source):
    """Settings of one app; WeCom's admin pages show the values."""

    platform: Literal["wecom"] = "wecom"
    corp_id: str = Field(
        pattern=r"^\w+$", description="CorpID; the scope of the corporation's external_userids"
    )
    suite_id: str | None = Field(
        default=None, description="SuiteId, where the callbacks are those of a third-party app"
    )
    token: Secret | None = Field(
        default=None, description="Token of the callback; without it nothing is received"
    )
    encoding_aes_key: AesKey | None = Field(
        default=None, description="EncodingAESKey of the callback"
    )
    open_platform: str = Field(
        default="",
        description="the Open Platform account that it is bound to; the scope of unionids",
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a call's timestamp may be; null: any age"
    )
    secret: Secret | None = Field(
        default=None,
        description="secret of an app that may call customer contact; "
        "with it customers and groups are polled",
    )
    customer_service_secret: Secret | None = Field(
        default=None,
        description="secret of an app that may call customer service; with it messages are pulled",
    )
    calls_per_second: float = Field(
        default=20, ge=1, description="at most, of the REST API, with each secret"
    )
    contacts_interval_seconds: float = Field(
        default=6 * 3600, gt=0, description="between two rounds over all customers"
    )
    groups_interval_seconds: float = Field(
        default=3600, gt=0, description="between two rounds over all groups"
    )
    customer_service_interval_seconds: float = Field(
        default=300, gt=0, description="between two looks at every customer service account"
    )
    base_url: str = Field(
        default="https://qyapi.weixin.qq.com", description="where the API answers"
    )
    _contacts: Waiting = PrivateAttr(default_factory=Waiting)
    _service: Waiting = PrivateAttr(default_factory=Waiting)

    @model_validator(mode="after")
    def _complete(self) -> "WecomSource":
        if (self.token is None) != (self.encoding_aes_key is None):
            raise ValueError("token and encoding_aes_key belong together")
        if self.suite_id is not None and (self.secret or self.customer_service_secret):
            raise ValueError("a third-party app has no secret of the corporation to poll with")
        return self

    @property
    def source_account(self) -> str:
        """The CorpID."""
        return self.corp_id

    def receiver(self) -> WecomReceiver | None:
        """What answers the app's callbacks."""
        if self.token is None or self.encoding_aes_key is None:
            return None
        envelope = SealedEnvelope(
            token=self.token.get_secret_value(),
            receive_id=self.suite_id or self.corp_id,
            key=aes_key(self.encoding_aes_key.get_secret_value()),
            max_age_seconds=self.max_age_seconds,
        )
        return WecomReceiver(
            self.corp_id, envelope, self.open_platform, self._contacts, self._service
        )

    def pollers(self, tokens: Tokens) -> tuple[Poller, ...]:
        """Customers and groups, and customer service, where their secrets are given."""
        pollers: list[Poller] = []
        if self.secret is not None:
            api = self._api(tokens, self.secret, self.key)
            pollers += (
                ContactsPoller(
                    api,
                    f"{self.key}/contacts",
                    self.contacts_interval_seconds,
                    self.open_platform,
                ),
                ChangedContactsPoller(
                    api,
                    f"{self.key}/changed_contacts",
                    self.contacts_interval_seconds,
                    self.open_platform,
                    self._contacts,
                ),
                GroupsPoller(
                    api, f"{self.key}/groups", self.groups_interval_seconds, self.open_platform
                ),
            )
        if self.customer_service_secret is not None:
            pollers.append(
                CustomerServicePoller(
                    self._api(tokens, self.customer_service_secret, f"{self.key}/customer_service"),
                    f"{self.key}/customer_service",
                    self.customer_service_interval_seconds,
                    self._service,
                )
            )
        return tuple(pollers)

    def _api(self, tokens: Tokens, secret: SecretStr, key: str) -> WecomApi:
        limiter = AsyncLimiter(self.calls_per_second, 1)
        return WecomApi(
            self.base_url, self.corp_id, secret.get_secret_value(), tokens, key, limiter
        )
