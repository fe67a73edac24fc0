"""Settings as people are told of them."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from pydantic import Field

from connectors.registry import PLATFORMS
from connectors.sdk.source import Secret, Source
from pipeline.cli.source_settings import Setting, settings_of


class AcmeSource(Source):
    platform: Literal["acme"] = "acme"
    app_id: str = Field(description="of the app")
    token: Secret
    aes_key: Annotated[Secret, "checked"] | None = None
    mode: Literal["plain", "safe"] = "safe"
    items: tuple[str, ...] = ()
    origins: tuple[str, ...] = ("*", "b")
    keys: Mapping[Literal["like", "gift"], Secret] = Field(default_factory=dict)
    seconds: float | None = 6 * 3600
    calls: int = 10
    reviews: bool = True


def test_each_setting_is_told_with_its_type_its_default_and_its_meaning() -> None:
    assert list(settings_of(AcmeSource)) == [
        Setting("app_id", "text, needed", "", "of the app"),
        Setting("token", "secret, needed", "", ""),
        Setting("aes_key", "secret", "", ""),
        Setting("mode", "plain | safe", "safe", ""),
        Setting("items", "list of text", "", ""),
        Setting("origins", "list of text", "*, b", ""),
        Setting("keys", "like | gift: secret", "", ""),
        Setting("seconds", "number", "21600", ""),
        Setting("calls", "whole number", "10", ""),
        Setting("reviews", "true or false", "true", ""),
    ]


@pytest.mark.parametrize("name", [name for name, known in PLATFORMS.items() if known.source])
def test_every_setting_of_ours_has_a_type_in_words_and_a_meaning(name: str) -> None:
    kind = PLATFORMS[name].source
    assert kind is not None
    for setting in settings_of(kind):
        assert setting.meaning, setting.name
        assert not {"<", "[", "."} & set(setting.type), setting.type
