import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.registry import read
from connectors.sdk.tokens import Tokens
from connectors.wechat_oa.followers import FollowersPoller
from connectors.wechat_oa.source import WechatOaSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.wechat_oa import WechatOaEnd
from schemas.errors import Fatal, Reject, Retry
from tests.connectors.reading import events_of

APP_ID = "wx1"
SECRET = "app secret"


def user(number: int) -> dict[str, Any]:
    return {
        "subscribe": 1,
        "openid": f"o{number:04}",
        "unionid": f"u{number:04}",
        "subscribe_time": 1767238700,
        "tagid_list": [],
    }


@pytest.fixture
def end() -> WechatOaEnd:
    users = [user(number) for number in range(250)]
    return WechatOaEnd({APP_ID: users}, {APP_ID: SECRET}, page_openids=120)


@pytest.fixture
def poller(end: WechatOaEnd, tokens: Tokens) -> Iterator[FollowersPoller]:
    with served(end.app) as url:
        yield source(url).pollers(tokens)[0]


def source(url: str, secret: str = SECRET) -> WechatOaSource:
    return WechatOaSource(
        name="main",
        app_id=APP_ID,
        token=SecretStr("t"),
        mode="plain",
        app_secret=SecretStr(secret),
        base_url=url,
        open_platform="brand",
    )


def test_every_follower_becomes_one_event_at_most_a_hundred_a_call(
    end: WechatOaEnd, poller: FollowersPoller
) -> None:
    raws = raws_of(pages_of(poller))
    assert [raw.person_id for raw in raws] == list(end.infos[APP_ID])
    assert max(end.batches) == 100
    assert json.loads(raws[0].body_bytes) == user(0)
    (event,) = events_of(raws[0])
    assert [(i.type, i.value, i.scope) for i in event.identifiers] == [
        ("openid", "o0000", "wx1"),
        ("unionid", "u0000", "brand"),
    ]


def test_a_round_goes_on_at_its_cursor_after_a_restart(
    end: WechatOaEnd, tokens: Tokens, poller: FollowersPoller
) -> None:
    first = pages_of(poller, most=1)
    restarted = source(poller.api.base_url).pollers(tokens)[0]
    rest = pages_of(restarted, first[-1].cursor)
    assert [raw.person_id for raw in raws_of(first + rest)] == list(end.infos[APP_ID])


def test_a_complete_round_begins_anew_and_only_changes_are_new_events(
    end: WechatOaEnd, poller: FollowersPoller
) -> None:
    before = pages_of(poller)
    end.infos[APP_ID]["o0007"] = user(7) | {"tagid_list": [2]}
    after = raws_of(pages_of(poller, before[-1].cursor))
    known = {raw.event_id for raw in raws_of(before)}
    assert [raw.person_id for raw in after if raw.event_id not in known] == ["o0007"]


@pytest.mark.parametrize("odd", [{"subscribe": 1}, {"openid": {}}, "nobody"])
def test_who_has_no_openid_holds_up_no_other(
    end: WechatOaEnd, poller: FollowersPoller, odd: Any
) -> None:
    end.infos[APP_ID]["o0003"] = odd
    raws = raws_of(pages_of(poller))
    assert len({raw.event_id for raw in raws}) == 250
    with pytest.raises(Reject):
        read(raws[3])


def test_an_expired_token_is_renewed(end: WechatOaEnd, poller: FollowersPoller) -> None:
    (page,) = pages_of(poller, most=1)
    end.tokens.end_all()
    assert len(raws_of(pages_of(poller, page.cursor))) == 150


def test_a_wrong_secret_needs_a_person(poller: FollowersPoller, tokens: Tokens) -> None:
    wrong = source(poller.api.base_url, "wrong").pollers(tokens)[0]
    with pytest.raises(Fatal, match="40125"):
        pages_of(wrong)


def test_a_spent_quota_is_waited_for(end: WechatOaEnd, poller: FollowersPoller) -> None:
    end.tokens.errors.append({"errcode": 45009, "errmsg": "reach max api daily quota limit"})
    with pytest.raises(Retry) as error:
        pages_of(poller)
    assert error.value.retry_after_seconds == 3600


def test_a_platform_that_is_away_is_asked_again_and_no_secret_is_told(tokens: Tokens) -> None:
    away = source("http://127.0.0.1:9", "hidden").pollers(tokens)[0]
    with pytest.raises(Retry) as error:
        pages_of(away)
    assert "hidden" not in str(error.value)
