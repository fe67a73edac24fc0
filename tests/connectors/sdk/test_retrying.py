from connectors.sdk.retrying import BackOff
from schemas.errors import Reject, Retry


def test_waits_grow_up_to_five_minutes_and_begin_anew_after_a_success() -> None:
    back_off = BackOff()
    waits = [back_off.seconds_after(Reject("body", "JSON")) for _ in range(20)]
    assert waits[0] < 2 < waits[3] < waits[6]
    assert max(waits) <= 300 * 1.2
    back_off.succeeded()
    assert back_off.seconds_after(Retry("away")) < 2


def test_a_wait_is_never_shorter_than_the_platform_asked_for() -> None:
    assert BackOff().seconds_after(Retry("busy", retry_after_seconds=600)) == 600


def test_nobody_is_left_alone_for_longer_than_a_day() -> None:
    assert BackOff().seconds_after(Retry("busy", retry_after_seconds=10**9)) == 86_400
