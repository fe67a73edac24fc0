from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from connectors.bilibili.source import BilibiliSource
from connectors.sdk.tokens import Tokens

KEY = SecretStr("key")


def test_a_live_room_is_heard_and_webhooks_are_received_where_each_is_configured(
    tokens: Tokens,
) -> None:
    room = BilibiliSource(name="a", app_id="1", access_key_id=KEY, access_key_secret=KEY, code=KEY)
    assert (room.receiver(), len(room.listeners(tokens))) == (None, 1)
    webhooks = BilibiliSource(name="a", client_id="c", client_secret=KEY)
    assert webhooks.receiver() is not None
    assert webhooks.listeners(tokens) == ()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"app_id": "1"},
        {"app_id": "1", "access_key_id": "file:key", "access_key_secret": "file:key"},
        {"client_id": "c"},
        {"client_secret": "file:key"},
        {"client_id": "c", "client_secret": "file:key", "code": "file:key"},
    ],
)
def test_half_of_what_belongs_together_is_refused(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("secret")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValidationError, match=r"belong together|neither"):
        BilibiliSource.model_validate({"name": "a", **settings})
