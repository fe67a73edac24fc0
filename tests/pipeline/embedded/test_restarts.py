from pipeline.embedded.restarts import MAX_RESTARTS, WINDOW_SECONDS, Restarts


def test_the_delay_doubles_until_there_is_no_next_start() -> None:
    restarts = Restarts()
    assert [restarts.after_death(now) for now in range(MAX_RESTARTS)] == [0.5, 1, 2, 4, 8]
    assert restarts.after_death(MAX_RESTARTS) is None


def test_deaths_before_the_window_are_forgotten() -> None:
    restarts = Restarts()
    for now in range(MAX_RESTARTS):
        restarts.after_death(now)
    assert restarts.after_death(WINDOW_SECONDS + MAX_RESTARTS) == 0.5
