from resolvers.blocking import BlockKey, Standing

COARSE = BlockKey(1, "home", 0, None)
FINE = BlockKey(2, "home", 1, 1)


def standing(coarse: int, fine: int, *, gained: int = 0, lost: int = 0) -> Standing:
    """Blocks of these sizes, the limit being 2, after accounts came and left."""
    found = Standing(2, [1, 2] * gained, [1, 2] * lost)
    found.measure({1: coarse})
    if found.matters(FINE):
        found.measure({2: fine})
    return found


def test_the_coarse_block_is_open_while_it_fits_and_then_the_finer_one() -> None:
    small, large = standing(2, 1), standing(3, 2)
    assert (small.is_open(COARSE), small.is_open(FINE)) == (True, False)
    assert (large.is_open(COARSE), large.is_open(FINE)) == (False, True)


def test_a_block_in_one_that_fits_need_not_be_measured() -> None:
    assert not standing(2, 1).matters(FINE)
    assert standing(3, 1, gained=1).matters(FINE)


def test_how_it_stood_before_follows_from_who_came_and_left() -> None:
    filled, emptied = standing(3, 1, gained=1), standing(2, 1, lost=1)
    assert (filled.was_open(COARSE), filled.is_oversized(COARSE)) == (True, True)
    assert (emptied.was_oversized(COARSE), emptied.is_open(COARSE)) == (True, True)
    assert (filled.is_open(FINE), emptied.is_open(FINE)) == (True, False)


def test_sizes_are_counted_far_enough_to_tell_how_it_stood_before() -> None:
    assert standing(0, 0).most == 3
    assert standing(0, 0, gained=4).most == 7
