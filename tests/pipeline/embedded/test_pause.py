from pipeline.embedded.pause import LONGEST_SECONDS, SHORTEST_SECONDS, Pause


def test_a_line_is_looked_at_more_often_the_less_is_left() -> None:
    pause = Pause(began=0)
    assert pause.seconds(100_000, now=0) == SHORTEST_SECONDS
    assert pause.seconds(99_000, now=1) == LONGEST_SECONDS
    assert pause.seconds(8_000, now=92) == 2.0
    assert pause.seconds(100, now=99.9) == SHORTEST_SECONDS


def test_what_still_grows_is_looked_at_often() -> None:
    pause = Pause(began=0)
    pause.seconds(1_000, now=0)
    assert pause.seconds(2_000, now=10) == SHORTEST_SECONDS
    assert pause.seconds(1_900, now=11) == LONGEST_SECONDS * 0.95
