import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.sdk.tokens import Token, Tokens, refresh_tokens
from schemas.errors import Fatal, Retry


@dataclass
class Platform:
    """Gives a new token each time, and knows the last refresh token only."""

    lasting_seconds: float = 7200
    asked_with: list[str | None] = field(default_factory=list)

    async def renew(self, last: Token | None) -> Token:
        self.asked_with.append(last.refresh if last else None)
        await asyncio.sleep(0.01)
        number = len(self.asked_with)
        return Token.lasting(f"t{number}", self.lasting_seconds, refresh=f"r{number}")


def test_all_connectors_of_an_account_ask_for_one_token(tokens: Tokens) -> None:
    platform = Platform()

    async def ask_at_once() -> list[str]:
        return await asyncio.gather(*(tokens.get("a/b", platform.renew) for _ in range(5)))

    assert asyncio.run(ask_at_once()) == ["t1"] * 5
    assert len(platform.asked_with) == 1


def test_a_refused_token_is_renewed_once_with_its_own_refresh_token(tokens: Tokens) -> None:
    platform = Platform()

    async def refuse() -> list[str]:
        first = await tokens.get("a/b", platform.renew)
        return await asyncio.gather(
            *(tokens.get("a/b", platform.renew, refused=first) for _ in range(3))
        )

    assert asyncio.run(refuse()) == ["t2"] * 3
    assert platform.asked_with == [None, "r1"]


def test_a_call_is_tried_once_more_with_another_token(tokens: Tokens) -> None:
    platform = Platform()

    async def tried(good: str) -> list[str]:
        given = []
        async for token in tokens.tries("a/b", platform.renew):
            given.append(token)
            if token == good:
                break
        return given

    assert asyncio.run(tried("t1")) == ["t1"]
    assert asyncio.run(tried("t2")) == ["t1", "t2"]
    assert asyncio.run(tried("none")) == ["t2", "t3"]


def test_a_token_is_renewed_before_it_expires(tokens: Tokens) -> None:
    platform = Platform(lasting_seconds=0.4)

    async def twice() -> tuple[str, str]:
        first = await tokens.get("a/b", platform.renew)
        await asyncio.sleep(0.25)
        return first, await tokens.get("a/b", platform.renew)

    assert asyncio.run(twice()) == ("t1", "t2")


def test_a_new_token_that_lasts_minutes_is_not_asked_for_with_every_call(tokens: Tokens) -> None:
    """WeCom gives the old one again, with what is left of its time."""
    platform = Platform(lasting_seconds=200)

    async def often() -> set[str]:
        return {await tokens.get("a/b", platform.renew) for _ in range(5)}

    assert asyncio.run(often()) == {"t1"}


def test_what_another_process_renewed_meanwhile_is_taken(tmp_path: Path) -> None:
    """Its refresh token would be refused: it was used."""
    path, platform = tmp_path / "tokens.sqlite3", Platform(lasting_seconds=0.4)
    ours, others = Tokens(path), Tokens(path)

    async def renewed_by_another() -> list[str]:
        await ours.get("a/b", platform.renew)
        platform.lasting_seconds = 7200
        await asyncio.sleep(0.25)
        return [await tokens.get("a/b", platform.renew) for tokens in (others, ours)]

    assert asyncio.run(renewed_by_another()) == ["t2", "t2"]
    assert platform.asked_with == [None, "r1"]


def test_two_processes_that_need_a_token_at_once_ask_for_one(tmp_path: Path) -> None:
    """Each would spend the refresh token of the other."""
    path, platform = tmp_path / "tokens.sqlite3", Platform()

    async def both() -> list[str]:
        first, second = Tokens(path), Tokens(path)
        return await asyncio.gather(*(each.get("a/b", platform.renew) for each in (first, second)))

    assert asyncio.run(both()) == ["t1", "t1"]
    assert platform.asked_with == [None]


def test_an_account_waits_for_no_other_accounts_token(tmp_path: Path) -> None:
    path = tmp_path / "tokens.sqlite3"

    async def never(_last: Token | None) -> Token:
        await asyncio.Event().wait()
        raise AssertionError

    async def both() -> str:
        waiting = asyncio.ensure_future(Tokens(path).get("a/b", never))
        await asyncio.sleep(0.01)
        got = await asyncio.wait_for(Tokens(path).get("a/c", Platform().renew), 5)
        waiting.cancel()
        return got

    assert asyncio.run(both()) == "t1"


def test_what_came_with_the_last_token_is_tried_before_what_is_configured() -> None:
    assert refresh_tokens(None, "configured") == ("configured",)
    assert refresh_tokens(Token("t", refresh="held"), "configured") == ("held", "configured")
    assert refresh_tokens(Token("t", refresh="configured"), "configured") == ("configured",)


def test_the_next_process_goes_on_with_the_token_and_its_refresh_token(tmp_path: Path) -> None:
    path, platform = tmp_path / "new" / "tokens.sqlite3", Platform()

    async def first(tokens: Tokens) -> str:
        return await tokens.get("a/b", platform.renew)

    async def refused(tokens: Tokens) -> str:
        return await tokens.get("a/b", platform.renew, refused="t1")

    assert asyncio.run(first(Tokens(path))) == "t1"
    assert asyncio.run(first(Tokens(path))) == "t1"
    assert asyncio.run(refused(Tokens(path))) == "t2"
    assert platform.asked_with == [None, "r1"]


def test_accounts_do_not_share_a_token(tokens: Tokens) -> None:
    platform = Platform()

    async def both() -> set[str]:
        return {
            await tokens.get("a/b", platform.renew),
            await tokens.get("a/c", platform.renew),
        }

    assert asyncio.run(both()) == {"t1", "t2"}


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tokens.sqlite3"
    asyncio.run(Tokens(path).get("a/b", Platform().renew))
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_kept_of_a_token_that_was_not_given(tmp_path: Path) -> None:
    async def away(_last: Token | None) -> Token:
        raise Retry("the platform is away")

    path = tmp_path / "tokens.sqlite3"
    with pytest.raises(Retry):
        asyncio.run(Tokens(path).get("a/b", away))
    assert asyncio.run(Tokens(path).get("a/b", Platform().renew)) == "t1"


def test_a_token_that_could_not_be_kept_yet_is_not_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform may have taken back the one before, with its refresh token."""
    monkeypatch.setattr("connectors.sdk.state_file._LOCKED_SECONDS", 0.1)
    path, platform = tmp_path / "tokens.sqlite3", Platform()
    tokens = Tokens(path)

    async def get(refused: str | None = None) -> str:
        return await tokens.get("a/b", platform.renew, refused=refused)

    assert asyncio.run(get()) == "t1"
    with closing(sqlite3.connect(path)) as another:
        another.execute("begin")
        another.execute("select * from token").fetchone()  # it may be read, but not written
        with pytest.raises(Retry):
            asyncio.run(get("t1"))
        with pytest.raises(Retry):
            asyncio.run(get("t1"))
    assert asyncio.run(get("t1")) == "t2"
    assert asyncio.run(Tokens(path).get("a/b", platform.renew)) == "t2"
    assert platform.asked_with == [None, "r1"]


def test_a_file_that_is_no_store_of_tokens_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "tokens.sqlite3"
    path.write_bytes(b"x" * 4096)
    with pytest.raises(Fatal, match=r"tokens\.sqlite3"):
        asyncio.run(Tokens(path).get("a/b", Platform().renew))


def test_a_token_does_not_show_its_value() -> None:
    token = Token("secret-value", datetime.now(UTC) + timedelta(hours=1), refresh="secret-refresh")
    assert "secret" not in repr(token)
