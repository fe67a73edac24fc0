"""The brand's backend telling of logins."""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.sdk.receiver import Received, Request
from connectors.wechat_miniprogram.source import WechatMiniprogramSource
from pipeline.simulator.wechat_miniprogram import login
from tests.connectors.reading import VECTORS, sample

APP_ID = VECTORS["miniprogram_encryptedData"]["appid"]
OPENID = "ovXr70JcGqDz1NwSyT5EhKbPmL8u"
UNIONID = "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS"
SECRET = "login secret"
RECEIVED_AT = datetime(2026, 1, 1, 4, tzinfo=UTC)


def source(**settings: Any) -> WechatMiniprogramSource:
    """A mini program in plain mode, unless the settings say otherwise."""
    return WechatMiniprogramSource.model_validate(
        {
            "name": "shop",
            "app_id": APP_ID,
            "token": SecretStr("token"),
            "mode": "plain",
            "open_platform": "brand",
            "login_secret": SecretStr(SECRET),
            **settings,
        }
    )


def answer(name: str) -> Any:
    """What WeChat answered the backend."""
    return json.loads(sample(f"wechat_miniprogram/{name}.json"))


def told(secret: str = SECRET, **body: Any) -> Received:
    """A login as the receiver takes it."""
    call = login(secret, body)
    request = Request("POST", call.path, {}, "", call.headers, call.body, None, RECEIVED_AT)
    return source().receiver().receive(request)
