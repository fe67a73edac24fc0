from pathlib import Path

from connectors.config import load_sources
from connectors.sdk.tokens import Tokens
from pipeline.demo.driving.sources import write_sources


def test_the_accounts_are_taken_by_the_connectors_and_polled_while_platforms_answer(
    tmp_path: Path,
) -> None:
    tokens = Tokens(tmp_path / "tokens.sqlite3")
    polled = load_sources(write_sources(tmp_path, "http://127.0.0.1:1"))

    assert [source.key for source in polled] == [
        "wechat_oa/service",
        "wechat_oa/subscription",
        "weibo/brand",
        "web/shop",
    ]
    assert sum(len(source.pollers(tokens)) for source in polled) == 5
    assert not any(source.pollers(tokens) for source in load_sources(write_sources(tmp_path)))
