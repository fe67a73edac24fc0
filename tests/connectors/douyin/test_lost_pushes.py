"""Asking for lost live pushes at a simulated Douyin."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.douyin.source import DouyinSource
from connectors.registry import read
from connectors.sdk.poller import Poller
from connectors.sdk.reading import Ignored
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.douyin import DouyinEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Retry
from tests.connectors.douyin.calls import live_push
from tests.connectors.douyin.polling import source
from tests.connectors.reading import sample


def gift(number: int) -> dict[str, Any]:
    return {"msg_id": f"g{number}", "sec_openid": "u1", "timestamp": 1767240610123}


@pytest.fixture
def end() -> DouyinEnd:
    return DouyinEnd(lost={("a", "live_gift"): [[gift(1), gift(2)], [gift(3)]]})


@pytest.fixture
def app(end: DouyinEnd) -> Iterator[DouyinSource]:
    with served(end.app) as url:
        secrets = {"live_gift": SecretStr("x"), "live_like": SecretStr("y")}
        yield source(url, data_secrets=secrets, streamers=("streamer",))


@pytest.fixture
def poller(app: DouyinSource, tokens: Tokens) -> Poller:
    return app.pollers(tokens)[0]


def note(app: DouyinSource, room_id: str, kind: str = "live_gift", hours_ago: float = 0) -> None:
    app._rooms.note(room_id, kind, datetime.now(UTC) - timedelta(hours=hours_ago))


def test_each_message_of_a_lost_push_is_a_raw_event(app: DouyinSource, poller: Poller) -> None:
    note(app, "a")
    raws = raws_of(pages_of(poller))
    assert [raw.dedupe_key for raw in raws] == [f"live_gift:g{number}" for number in (1, 2, 3)]
    assert {raw.headers["room_id"] for raw in raws} == {"a"}
    assert all(read(raw) for raw in raws)


def test_it_is_the_same_event_as_if_it_had_been_pushed(
    app: DouyinSource, end: DouyinEnd, poller: Poller
) -> None:
    (pushed,) = live_push("live_gift", sample("douyin/live_gift_push.json")).raws
    end.lost["a", "live_gift"] = [[{"msg_id": "7590000000000000002"}]]
    note(app, "a")
    (lost,) = raws_of(pages_of(poller))
    assert lost.dedupe_key == pushed.dedupe_key


def test_rooms_that_never_pushed_or_are_long_silent_are_not_asked_about(
    app: DouyinSource, end: DouyinEnd, poller: Poller
) -> None:
    note(app, "a", hours_ago=7)
    assert (pages_of(poller)[-1].more, end.asked) == (False, [])


def test_types_that_douyin_does_not_keep_are_not_asked_for(
    app: DouyinSource, end: DouyinEnd, poller: Poller
) -> None:
    note(app, "a", "live_like")
    assert raws_of(pages_of(poller)) == []
    assert end.asked == []


def test_what_is_lost_later_is_found_and_rooms_are_remembered_over_a_restart(
    app: DouyinSource, end: DouyinEnd, poller: Poller
) -> None:
    note(app, "a")
    cursor = pages_of(poller)[-1].cursor
    app._rooms._pushed.clear()
    end.lost["a", "live_gift"].append([gift(4)])
    assert [raw.dedupe_key for raw in raws_of(pages_of(poller, cursor))][-1] == "live_gift:g4"


def test_full_pages_are_not_asked_for_again(
    app: DouyinSource, end: DouyinEnd, poller: Poller
) -> None:
    end.lost["a", "live_gift"] = [[gift(number)] for number in range(150)]
    note(app, "a")
    cursor = pages_of(poller)[-1].cursor
    end.asked.clear()
    pages_of(poller, cursor)
    assert [query["page_num"] for query in end.asked] == ["2"]


def test_a_room_that_gives_nothing_does_not_hold_up_the_others(
    app: DouyinSource, poller: Poller
) -> None:
    note(app, "closed")
    note(app, "a")
    assert len(raws_of(pages_of(poller))) == 3


def test_a_wrong_secret_needs_a_person(app: DouyinSource, tokens: Tokens) -> None:
    wrong = app.model_copy(update={"client_secret": SecretStr("wrong")})
    note(wrong, "a")
    with pytest.raises(Fatal, match="AppSecret"):
        pages_of(wrong.pollers(tokens)[0])


def test_trouble_of_the_platform_passes(app: DouyinSource, end: DouyinEnd, poller: Poller) -> None:
    note(app, "a")
    end.token_errors.append(-1)
    with pytest.raises(Retry):
        pages_of(poller)
    assert len(raws_of(pages_of(poller))) == 3


def test_a_kept_cursor_that_is_none_of_ours_needs_a_person(poller: Poller) -> None:
    with pytest.raises(Fatal, match="cursor"):
        pages_of(poller, "page 7")


def test_what_the_rooms_own_streamer_gave_is_no_customers(
    end: DouyinEnd, app: DouyinSource, poller: Poller
) -> None:
    end.lost["a", "live_gift"] = [[gift(1) | {"sec_openid": "streamer"}]]
    note(app, "a")
    (raw,) = raws_of(pages_of(poller))
    assert read(raw) == Ignored("done by the brand's own account")
