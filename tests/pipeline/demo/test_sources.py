from pathlib import Path

from connectors.config import load_sources
from connectors.sdk.tokens import Tokens
from pipeline.demo.driving.sources import write_sources
from pipeline.demo.platforms import EVERY, PLATFORMS


def test_the_accounts_are_taken_by_the_connectors_and_polled_while_platforms_answer(
    tmp_path: Path,
) -> None:
    tokens = Tokens(tmp_path / "tokens.sqlite3")
    urls = dict.fromkeys(EVERY, "http://127.0.0.1:1")
    polled = load_sources(write_sources(tmp_path, EVERY, urls))
    quiet = load_sources(write_sources(tmp_path, EVERY))

    assert {source.platform for source in polled} == {
        platform.name for platform in PLATFORMS.values() if platform.sources
    }
    for platform in {name for name in EVERY if PLATFORMS[name].end}:
        mine = [source for source in polled if source.platform == platform]
        assert any(source.pollers(tokens) or source.listeners(tokens) for source in mine)
    assert not any(source.pollers(tokens) or source.listeners(tokens) for source in quiet)


def test_what_is_awaited_is_there_by_its_name(tmp_path: Path) -> None:
    urls = dict.fromkeys(EVERY, "http://127.0.0.1:1")
    tokens = Tokens(tmp_path / "tokens.sqlite3")
    sources = load_sources(write_sources(tmp_path, EVERY, urls))
    listeners = {listener.name for source in sources for listener in source.listeners(tokens)}
    pollers = {poller.name for source in sources for poller in source.pollers(tokens)}
    awaited = {platform.awaited for platform in PLATFORMS.values() if platform.awaited}

    assert listeners <= awaited <= listeners | pollers
