"""Trying accounts against simulated platforms, without publishing."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from httpx import AsyncClient
from pydantic import Field, SecretStr

from connectors.sdk.cursors import Cursors
from connectors.sdk.listener import Listener, Publish
from connectors.sdk.poller import Page, Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.wecom.source import WecomSource
from connectors.weibo.source import WeiboSource
from pipeline.connector_check import Finding, _without_secrets, check_sources
from pipeline.embedded.ports import free_port
from pipeline.simulator.interrupting import BUSY, NONSENSE, Interrupted
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET as WECOM_SECRET
from pipeline.simulator.wecom import WecomEnd
from pipeline.simulator.weibo import WeiboEnd
from schemas.errors import Fatal
from tests.connectors.weibo.posts import post

TOKEN = "a-token-nobody-may-see"


class Slow:
    """A list that never answers."""

    name = "acme/brand/slow"
    interval_seconds = 60.0

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        await asyncio.sleep(60)
        return Page((), "", more=False)


class Stream:
    """A stream whose account is refused, with an error that tells too much."""

    name = "acme/brand/stream"

    def __init__(self, secret: str) -> None:
        self._secret = secret

    async def listen(self, publish: Publish, client: AsyncClient) -> None:
        raise AssertionError("only connecting is tried")

    async def check(self, client: AsyncClient) -> None:
        if self._secret != "right":
            raise Fatal(f"the code {self._secret} is wrong")


class AcmeSource(Source):
    platform: str = "acme"
    secret: Secret | None = None
    others: Mapping[str, SecretStr] = Field(default_factory=dict)

    def pollers(self, tokens: Tokens) -> Sequence[Poller]:
        return (Slow(),) if self.secret else ()

    def listeners(self, tokens: Tokens) -> Sequence[Listener]:
        return (Stream(self.secret.get_secret_value()),) if self.secret else ()


def weibo(url: str, *, token: str = TOKEN) -> WeiboSource:
    return WeiboSource(
        name="brand",
        uid="26",
        app_secret=SecretStr("secret-of-the-app"),
        access_token=SecretStr(token),
        base_url=url,
    )


@pytest.fixture
def cursors(tmp_path: Path) -> Cursors:
    return Cursors(tmp_path / "cursors.sqlite3")


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "tokens.sqlite3")


def check(source: Source, cursors: Cursors, tokens: Tokens) -> list[Finding]:
    findings = asyncio.run(check_sources([source], cursors, tokens, seconds=1))
    assert {finding.source for finding in findings} == {source.key}
    assert TOKEN not in str(findings)
    return findings


def test_what_works_is_told_and_no_cursor_moves(cursors: Cursors, tokens: Tokens) -> None:
    end = WeiboEnd([post(number) for number in range(5)], access_token=TOKEN)
    with served(end.app) as url:
        findings = check(weibo(url), cursors, tokens)
    assert [(finding.what, finding.said) for finding in findings] == [
        ("callbacks", "secrets are set; answers at /weibo/brand"),
        ("comments_to_me", "5 events on the next page"),
        ("comments_mentions", "0 events on the next page"),
        ("statuses_mentions", "0 events on the next page"),
    ]
    assert all(finding.is_well for finding in findings)
    assert cursors.load("weibo/brand/comments_to_me") is None


def test_the_page_is_the_one_that_comes_next(cursors: Cursors, tokens: Tokens) -> None:
    end = WeiboEnd([post(number) for number in range(5)], access_token=TOKEN)
    with served(end.app) as url:
        (poller, *_others) = weibo(url).pollers(tokens)

        async def round_of_it() -> str:
            async with AsyncClient() as client:
                first = await poller.page(None, client)
                return (await poller.page(first.cursor, client)).cursor

        cursors.save(poller.name, asyncio.run(round_of_it()))
        before = cursors.load(poller.name)
        findings = check(weibo(url), cursors, tokens)
    assert findings[1].said == "0 events on the next page"
    assert cursors.load(poller.name) == before


def test_a_refused_token_a_busy_platform_and_nonsense_are_told_apart(
    cursors: Cursors, tokens: Tokens
) -> None:
    end = Interrupted(WeiboEnd(access_token="another").app)
    end.troubles = [None, BUSY, NONSENSE]
    with served(end) as url:
        findings = check(weibo(url), cursors, tokens)
    callbacks, expired, busy, nonsense = findings
    assert callbacks.is_well
    assert "authorize again" in expired.said
    assert busy.said.startswith("try again later: ")
    assert nonsense.said.startswith("the platform answers something else than it should: ")
    assert not any(each.is_well for each in (expired, busy, nonsense))


def test_a_platform_that_is_away_is_told(cursors: Cursors, tokens: Tokens) -> None:
    findings = check(weibo(f"http://127.0.0.1:{free_port()}"), cursors, tokens)
    assert {finding.said for finding in findings[1:]} == {
        "try again later: 127.0.0.1 is away: ConnectError"
    }


def test_a_list_that_never_answers_is_given_up_and_no_secret_is_shown(
    cursors: Cursors, tokens: Tokens
) -> None:
    findings = check(AcmeSource(name="brand", secret=SecretStr(TOKEN)), cursors, tokens)
    assert [(finding.what, finding.said) for finding in findings] == [
        ("slow", "no answer within 1 s"),
        ("stream", "the code *** is wrong"),
    ]


def test_short_secrets_leave_the_words_readable(cursors: Cursors, tokens: Tokens) -> None:
    findings = check(AcmeSource(name="brand", secret=SecretStr("cod")), cursors, tokens)
    assert findings[1].said == "the code cod is wrong"


def test_secrets_in_tables_are_hidden_too(cursors: Cursors, tokens: Tokens) -> None:
    source = AcmeSource(name="brand", secret=SecretStr("abcd"), others={"x": SecretStr("abcdef")})
    findings = check(source, cursors, tokens)
    assert findings[1].said == "the code *** is wrong"
    assert _without_secrets("abcdef, abcd", source) == "***, ***"


def test_a_list_that_asks_nothing_yet_counts_as_not_tried(cursors: Cursors, tokens: Tokens) -> None:
    with served(WecomEnd().app) as url:
        source = WecomSource(
            name="main", corp_id="ww26", secret=SecretStr(WECOM_SECRET), base_url=url
        )
        said = {finding.what: finding.said for finding in check(source, cursors, tokens)}
    assert said["contacts"].endswith("events on the next page")
    assert said["changed_contacts"].startswith("not tried: ")


def test_a_stream_is_connected_to(cursors: Cursors, tokens: Tokens) -> None:
    findings = check(AcmeSource(name="brand", secret=SecretStr("right")), cursors, tokens)
    assert findings[1] == Finding("acme/brand", "stream", "connected", is_well=True)


def test_an_account_with_nothing_to_do_is_trouble(cursors: Cursors, tokens: Tokens) -> None:
    (finding,) = check(AcmeSource(name="brand"), cursors, tokens)
    assert not finding.is_well
    assert "neither received nor asked for" in finding.said
