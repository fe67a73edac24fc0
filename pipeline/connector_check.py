"""Try the configured accounts: do credentials hold, and do the platforms answer?

Nothing is published and no cursor moves. What a platform gives a new token for is kept, as some of
them take the old one back.
"""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from httpx import AsyncClient, Request
from pydantic import SecretStr

from connectors.sdk.asking import platform_client
from connectors.sdk.cursors import Cursors
from connectors.sdk.listener import Listener
from connectors.sdk.poller import Poller
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from schemas.errors import Fatal, GuiyiError, Reject, Retry

CHECK_SECONDS = 30.0
"""How long one list or stream may take."""

_ANSWER_SECONDS = 20.0

_HIDEABLE_CHARACTERS = 4
"""Anything shorter stands by chance in most texts, and hiding it there would say what it is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one try.

    Args:
        source: the account, `platform/name`.
        what: the list, stream or callback that was tried.
        said: in plain words, without secrets and personal values.
        is_well: whether it works as far as can be seen from here.
    """

    source: str
    what: str
    said: str
    is_well: bool


async def check_sources(
    sources: Sequence[Source],
    cursors: Cursors,
    tokens: Tokens,
    *,
    seconds: float = CHECK_SECONDS,
) -> list[Finding]:
    """Try all of these, the accounts side by side, the lists and streams of each in turn."""

    async def check(source: Source) -> list[Finding]:
        async with platform_client(_ANSWER_SECONDS) as client:
            return [
                await _finding(source, what, trying, seconds)
                for what, trying in _tries(source, cursors, tokens, client)
            ]

    found = await asyncio.gather(*map(check, sources))
    return [finding for findings in found for finding in findings]


def _tries(
    source: Source, cursors: Cursors, tokens: Tokens, client: AsyncClient
) -> Iterator[tuple[str, Awaitable[str]]]:
    pollers, listeners = source.pollers(tokens), source.listeners(tokens)
    if source.receiver() is not None:
        yield "callbacks", _said(f"secrets are set; answers at /{source.key}")
    elif not pollers and not listeners:
        yield "", _nothing()
    for poller in pollers:
        yield _what(poller), _fetch(poller, cursors, client)
    for listener in listeners:
        yield _what(listener), _connect(listener, client)


async def _finding(source: Source, what: str, trying: Awaitable[str], seconds: float) -> Finding:
    said, is_well = "", False
    try:
        said, is_well = await asyncio.wait_for(trying, seconds), True
    except TimeoutError:
        said = f"no answer within {seconds:.0f} s"
    except GuiyiError as error:
        said = _without_secrets(_in_words(error), source)
    return Finding(source.key, what, said, is_well)


async def _fetch(poller: Poller, cursors: Cursors, client: AsyncClient) -> str:
    asked: list[Request] = []

    async def note(request: Request) -> None:
        asked.append(request)

    client.event_hooks = {"request": [note]}
    page = await poller.page(cursors.load(poller.name), client)
    if not asked:
        return "not tried: there is nothing to ask for until a callback or another list says so"
    quotas = [f"{left:g} calls left for {name}" for name, left in page.quotas_left.items()]
    return ", ".join([f"{len(page.raws)} events on the next page", *quotas])


async def _connect(listener: Listener, client: AsyncClient) -> str:
    await listener.check(client)
    return "connected"


async def _said(text: str) -> str:
    return text


async def _nothing() -> str:
    raise Fatal("neither received nor asked for: state a secret or token of it")


def _what(named: Poller | Listener) -> str:
    return named.name.rpartition("/")[2]


def _in_words(error: GuiyiError) -> str:
    match error:
        case Retry():
            return f"try again later: {error}"
        case Reject():
            return f"the platform answers something else than it should: {error}"
        case _:
            return str(error)


def _without_secrets(text: str, source: Source) -> str:
    """The text of an error, should a connector have let a secret slip into it."""
    secrets = {
        secret for name in type(source).model_fields for secret in _secrets(getattr(source, name))
    }
    # The longest first, as one may stand within another.
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _HIDEABLE_CHARACTERS:
            text = text.replace(secret, "***")
    return text


def _secrets(value: object) -> Iterator[str]:
    match value:
        case SecretStr():
            yield value.get_secret_value()
        case Mapping():
            for each in value.values():
                yield from _secrets(each)
