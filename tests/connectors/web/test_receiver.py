import json
from base64 import b64encode

import pytest

from connectors.sdk.receiver import Refused
from tests.connectors.reading import sample
from tests.connectors.web.calls import AUTHORIZED, TP2, events, received

PIXEL = "e=pv&eid=e1&aid=shop-web&duid=d1&url=https%3A%2F%2Fshop.example.com%2F&page=%E9%9D%A2"


def refused(path: str, body: bytes = b"", **call: str) -> int:
    with pytest.raises(Refused) as error:
        received(path, body, **call)
    return error.value.status


def test_a_batch_is_split_into_the_exact_bytes_of_its_calls() -> None:
    calls = [b'{"a":1.10,"messageId":"1"}', b'{"b" :"\\u6797"}']
    body = b'{"sentAt": "2026-01-01T03:00:02Z", "batch" : [ %b ,\n%b]}' % tuple(calls)
    raws = received("/v1/batch", body).raws
    assert [raw.body_bytes for raw in raws] == calls
    assert json.loads(raws[0].headers["batch"]) == {"sentAt": "2026-01-01T03:00:02Z"}


def test_the_write_key_may_stand_in_the_body() -> None:
    body = b'{"writeKey": "wk_demo", "userId": "u1", "event": "A"}'
    assert len(received("/v1/track", body, headers={}).raws) == 1


def test_one_call_that_cannot_be_read_does_not_spoil_its_batch() -> None:
    assert len(received("/v1/batch", b'{"batch": [1, {"userId": "u1"}]}').raws) == 2


def test_half_a_character_costs_no_call_of_its_batch() -> None:
    calls = [b'{"type": "track", "userId": "u1", "event": "%b"}' % e for e in (b"A", b"\\ud83d")]
    found = events(received("/v1/batch", b'{"batch": [%b, %b]}' % tuple(calls)))
    assert [event.platform_type for event in found] == ["A", "\ufffd"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/track", b'{"userId": "' + b"u" * 32 * 1024 + b'"}'),
        ("/v1/batch", b'{"batch": [' + b",".join([b"{}"] * 2501) + b"]}"),
        ("/v1/batch", b'{"batch": [{"userId": "' + b"u" * 32 * 1024 + b'"}]}'),
        ("/v1/batch", b'{"context": {"a": "' + b"c" * 32 * 1024 + b'"}, "batch": [{}]}'),
        (
            "/v1/batch",
            b'{"context": {"a": "%b"}, "batch": [%b]}' % (b"c" * 3000, b",".join([b"{}"] * 2000)),
        ),
    ],
    ids=["call", "calls", "call of a batch", "context", "context by calls"],
)
def test_what_is_above_the_limits_is_refused(path: str, body: bytes) -> None:
    assert refused(path, body) == 413


def test_a_long_header_is_not_copied_into_thousands_of_events() -> None:
    body = b'{"data": [%b]}' % b",".join([b'{"aid": "shop-web"}'] * 2000)
    with pytest.raises(Refused, match="batch_too_large"):
        received(TP2, body, headers={"user-agent": "u" * 3000})


@pytest.mark.parametrize("path", ["", "/v1/", "/v1/unknown", "/v2/track", "/i"])
def test_an_unknown_path_is_refused(path: str) -> None:
    assert refused(path, b"{}") == 404


def test_a_pixel_is_answered_with_a_gif_of_43_bytes() -> None:
    call = received("/i", method="GET", headers={"user-agent": "Firefox"}, query=PIXEL)
    assert (len(call.answer.body), call.answer.media_type) == (43, "image/gif")
    (event,) = events(call)
    assert event.object is not None
    assert (event.type, event.object.title, event.context.user_agent) == ("view", "面", "Firefox")


def test_a_tracker_of_another_app_is_refused() -> None:
    assert refused("/i", method="GET", query=PIXEL.replace("shop-web", "other")) == 403


def test_a_call_made_by_hand_is_the_same_event_only_where_it_states_a_time() -> None:
    def ids(body: bytes) -> int:
        return len({received("/v1/track", body).raws[0].event_id for _ in range(2)})

    assert ids(b'{"userId": "u1", "event": "A"}') == 2
    assert ids(b'{"userId": "u1", "event": "A", "timestamp": "2026-01-01T03:00:00Z"}') == 1


def test_an_id_that_another_person_has_used_is_another_event() -> None:
    def ids(path: str, *bodies: bytes) -> int:
        return len({received(path, body).raws[0].event_id for body in bodies})

    call = b'{"messageId": "m1", "%b": "u1"}'
    assert ids("/v1/track", call % b"userId", call % b"anonymousId", call % b"userId") == 2
    event = b'{"data": [{"e": "pv", "eid": "e1", "aid": "shop-web", "duid": "%b"}]}'
    assert ids(TP2, event % b"d1", event % b"d2", event % b"d1") == 2


def test_a_repeated_sample_is_the_same_event() -> None:
    body = sample("web_tracking/track.json")
    one, two = (received("/v1/track", body, headers=h).raws[0] for h in (AUTHORIZED, _basic()))
    assert one.event_id == two.event_id


def test_an_empty_payload_of_snowplow_is_taken() -> None:
    assert received(TP2, b'{"data": []}').raws == ()


def _basic() -> dict[str, str]:
    return {"authorization": "basic " + b64encode(b"wk_demo:").decode()}
