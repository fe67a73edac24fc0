"""WeCom's tokens, limits and errors, over real HTTP."""

import asyncio
from collections.abc import Iterator

import pytest
from httpx import AsyncClient

from connectors.sdk.tokens import Tokens
from connectors.wecom.api import GONE, WecomApi
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd
from schemas.errors import Fatal, Retry
from tests.connectors.wecom.people import contact

STAFF = "externalcontact/get_follow_user_list"


@pytest.fixture
def end() -> WecomEnd:
    return WecomEnd([contact(1)])


@pytest.fixture
def url(end: WecomEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


def api(url: str, tokens: Tokens, secret: str = SECRET) -> WecomApi:
    return WecomApi(url, "ww1", secret, tokens, "wecom/main")


def asked(api: WecomApi, name: str = STAFF) -> bytes:
    async def ask() -> bytes:
        async with AsyncClient() as client:
            return await api.get(client, name)

    return asyncio.run(ask())


def one(api: WecomApi) -> bytes | None:
    async def ask() -> bytes | None:
        async with AsyncClient() as client:
            return await api.one(client, "externalcontact/get", params={"external_userid": "wm"})

    return asyncio.run(ask())


def test_a_token_is_asked_for_once(end: WecomEnd, url: str, tokens: Tokens) -> None:
    for _ in range(3):
        assert b"wangmin" in asked(api(url, tokens))
    assert end.tokens.issued == 1


def test_a_token_that_was_refused_is_renewed(end: WecomEnd, url: str, tokens: Tokens) -> None:
    asked(api(url, tokens))
    end.tokens.end_all()
    assert b"wangmin" in asked(api(url, tokens))
    assert end.tokens.issued == 2


def test_a_new_token_that_is_refused_too_is_waited_for(
    end: WecomEnd, url: str, tokens: Tokens
) -> None:
    end.errors += [40014, 40014]
    with pytest.raises(Retry, match="refuses a new access token"):
        asked(api(url, tokens))
    assert b"wangmin" in asked(api(url, tokens))


@pytest.mark.parametrize(("code", "seconds"), [(-1, 5), (45009, 60), (45033, 10)])
def test_a_limit_is_waited_for(
    end: WecomEnd, url: str, tokens: Tokens, code: int, seconds: float
) -> None:
    for call in (asked, one):
        end.errors.append(code)
        with pytest.raises(Retry) as error:
            call(api(url, tokens))
        assert error.value.retry_after_seconds == seconds


def test_a_wrong_secret_needs_a_person_and_is_not_told(url: str, tokens: Tokens) -> None:
    with pytest.raises(Fatal, match="40001 to gettoken: the secret is wrong") as error:
        asked(api(url, tokens, "hidden"))
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize("code", [48002, 60020])
def test_what_is_not_allowed_needs_a_person(
    end: WecomEnd, url: str, tokens: Tokens, code: int
) -> None:
    for call in (asked, one):
        end.errors.append(code)
        with pytest.raises(Fatal, match=str(code)):
            call(api(url, tokens))


def test_an_error_that_is_not_known_may_pass(end: WecomEnd, url: str, tokens: Tokens) -> None:
    for call in (asked, one):
        end.errors.append(99999)
        with pytest.raises(Retry, match="99999"):
            call(api(url, tokens))


@pytest.mark.parametrize("code", GONE)
def test_who_is_gone_stops_no_other(end: WecomEnd, url: str, tokens: Tokens, code: str) -> None:
    end.errors.append(int(code))
    assert one(api(url, tokens)) is None


def test_a_platform_that_is_away_is_asked_again_and_no_secret_is_told(tokens: Tokens) -> None:
    with pytest.raises(Retry) as error:
        asked(api("http://127.0.0.1:9", tokens, "hidden"))
    assert "hidden" not in str(error.value)
