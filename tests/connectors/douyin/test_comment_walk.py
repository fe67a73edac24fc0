from connectors.douyin.comment_walk import OVERLAP, Found, Walk


def found(number: int, *, replies: int = 0, is_pinned: bool = False) -> Found:
    return Found(f"c{number}", "u1", number, replies, is_pinned)


def finished(*numbers: int) -> Walk:
    return Walk().after(tuple(found(number) for number in numbers), None)


def test_as_many_comments_are_remembered_as_a_walk_reads_again() -> None:
    walk = finished(*range(100))
    assert [each.seconds for each in walk.known] == list(range(99, 99 - OVERLAP, -1))


def test_a_comment_that_shows_late_among_the_remembered_is_new_and_an_older_one_is_not() -> None:
    walk = finished(*range(0, 100, 2))
    assert walk.is_new(found(99))
    assert walk.is_new(found(91))
    assert not walk.is_new(found(98))
    assert not walk.is_new(found(11))


def test_the_cursor_travels_as_text() -> None:
    walk = finished(1, 2).after((found(3, replies=2),), 20)
    assert Walk.model_validate_json(walk.model_dump_json(exclude_defaults=True)) == walk


def test_a_page_that_leads_to_itself_gives_the_walk_up() -> None:
    walk = finished(1).after((found(5),), 20).after((found(5),), 20)
    assert (walk.is_under_way, walk.known) == (False, finished(1).known)


def test_only_new_replies_are_asked_for() -> None:
    walk = Walk().after((found(1, replies=3),), None)
    assert [thread.left for thread in walk.threads] == [3]
    walk = walk.after_replies(3, None).after((found(1, replies=5),), None)
    assert [thread.left for thread in walk.threads] == [2]


def test_replies_to_what_is_too_old_to_be_remembered_are_left_to_the_webhook() -> None:
    walk = finished(*range(100)).after((found(99), found(1, replies=9)), None)
    assert walk.threads == ()


def test_replies_are_read_page_by_page_until_the_new_ones_are_had() -> None:
    walk = Walk().after((found(1, replies=30),), None).after_replies(20, 20)
    assert (walk.threads[0].left, walk.threads[0].cursor) == (10, 20)
    assert walk.after_replies(20, 40).threads == ()
