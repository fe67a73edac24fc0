from connectors.wecom.waiting import MOST, Waiting


def test_each_id_waits_once_and_the_longest_waiting_is_first() -> None:
    waiting = Waiting()
    for waiting_id in ("a", "b", "a"):
        waiting.add(waiting_id, "note")
    assert (len(waiting), waiting.first()) == (2, ("a", "note"))
    waiting.done("a", "note")
    assert waiting.first() == ("b", "note")


def test_one_that_was_named_again_since_it_was_looked_at_stays() -> None:
    waiting = Waiting()
    waiting.add("a", "first")
    waiting.add("a", "second")
    waiting.done("a", "first")
    assert waiting.first() == ("a", "second")


def test_one_that_is_named_again_and_again_lets_the_others_go_first() -> None:
    waiting = Waiting()
    waiting.add("a", "first")
    waiting.add("b", "note")
    waiting.add("a", "second")
    waiting.done("a", "first")
    assert waiting.first() == ("b", "note")


def test_so_many_wait_and_no_more() -> None:
    waiting = Waiting()
    for number in range(MOST + 10):
        waiting.add(str(number))
    assert len(waiting) == MOST
    waiting.add("0", "again")
    assert waiting.first() == ("0", "again")


def test_what_is_postponed_comes_last_with_its_note() -> None:
    waiting = Waiting()
    for each in ("a", "b"):
        waiting.add(each, f"of {each}")
    waiting.postpone("a")
    waiting.postpone("gone")
    assert waiting.first() == ("b", "of b")
    waiting.done("b", "of b")
    assert waiting.first() == ("a", "of a")
