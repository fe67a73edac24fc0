"""How often Python looks for garbage while batches and calls are worked on."""

import gc


def collect_seldom() -> None:
    """Look for cycles seldom, and never among what is there by now.

    Batches make hundreds of thousands of objects and no cycles: looking for some costs half of
    the time, and counting references frees all of them anyway. Platforms' calls make few, and all
    of them wait while they are looked for.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
