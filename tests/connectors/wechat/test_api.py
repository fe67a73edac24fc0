"""Tokens of WeChat's REST API against its end over real HTTP."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.tokens import Tokens
from connectors.wechat.api import Api
from pipeline.simulator.serving import served
from pipeline.simulator.wechat_oa import WechatOaEnd
from schemas.errors import Fatal, Retry

SECRET = "app secret"


@pytest.fixture
def end() -> WechatOaEnd:
    return WechatOaEnd({"wx1": [{"openid": "o1"}]}, {"wx1": SECRET})


@pytest.fixture
def url(end: WechatOaEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


def call(url: str, tokens: Tokens, secret: str = SECRET) -> bytes:
    async def ask() -> bytes:
        api = Api(url, "wx1", secret, tokens, "wechat_oa/main", AsyncLimiter(100, 1))
        async with AsyncClient() as client:
            return await api.call(client, "GET", "cgi-bin/user/get", params={"next_openid": ""})

    return asyncio.run(ask())


def test_a_token_is_kept_over_a_restart(end: WechatOaEnd, url: str, tmp_path: Path) -> None:
    for _process in range(3):
        assert b"o1" in call(url, Tokens(tmp_path / "tokens.sqlite3"))
    assert end.tokens.issued == 1


def test_a_refused_token_is_replaced_by_another(end: WechatOaEnd, url: str, tokens: Tokens) -> None:
    call(url, tokens)
    end.tokens.end_all()
    assert b"o1" in call(url, tokens)
    assert end.tokens.issued == 2


def test_a_token_that_another_process_has_replaced_is_not_asked_for_again(
    end: WechatOaEnd, url: str, tmp_path: Path
) -> None:
    ours, theirs = (Tokens(tmp_path / "tokens.sqlite3") for _ in range(2))
    call(url, ours)
    end.tokens.end_all()
    call(url, theirs)
    assert b"o1" in call(url, ours)
    assert end.tokens.issued == 2


def test_a_new_token_that_another_program_ended_is_waited_for(
    end: WechatOaEnd, url: str, tokens: Tokens
) -> None:
    end.tokens.errors += [{"errcode": 40001, "errmsg": "invalid credential"}] * 2
    with pytest.raises(Retry, match="refuses a new access token"):
        call(url, tokens)
    assert b"o1" in call(url, tokens)


@pytest.mark.parametrize("error", [40013, 40125, 40164, 48001])
def test_what_is_set_up_wrongly_needs_a_person(
    end: WechatOaEnd, url: str, tokens: Tokens, error: int
) -> None:
    end.tokens.errors.append({"errcode": error, "errmsg": "…"})
    with pytest.raises(Fatal, match=str(error)):
        call(url, tokens)


@pytest.mark.parametrize(("error", "seconds"), [(-1, 5), (45009, 3600), (45011, 60), (99999, None)])
def test_what_may_pass_is_waited_for(
    end: WechatOaEnd, url: str, tokens: Tokens, error: int, seconds: float | None
) -> None:
    end.tokens.errors.append({"errcode": error, "errmsg": "…"})
    with pytest.raises(Retry, match=str(error)) as raised:
        call(url, tokens)
    assert raised.value.retry_after_seconds == seconds


def test_no_secret_shows_in_an_error(url: str, tokens: Tokens) -> None:
    with pytest.raises(Fatal, match="40125") as raised:
        call(url, tokens, "wrong secret")
    assert "wrong secret" not in str(raised.value)
