import asyncio
from contextlib import suppress

from connectors.sdk.turns import Turns


async def note_after_turn(turns: Turns, notes: list[str], name: str) -> None:
    await turns.wait()
    notes.append(name)


def test_who_need_not_wait_is_not_behind_all_who_do() -> None:
    notes: list[str] = []

    async def crowd() -> None:
        turns = Turns(at_once=2)
        waiting = [
            asyncio.create_task(note_after_turn(turns, notes, str(number))) for number in range(10)
        ]
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(notes.append, "echo")
        await asyncio.gather(*waiting)

    asyncio.run(crowd())
    assert notes.index("echo") <= 2
    assert [note for note in notes if note != "echo"] == [str(number) for number in range(10)]


def test_who_no_longer_waits_holds_up_nobody() -> None:
    notes: list[str] = []

    async def crowd() -> None:
        turns = Turns(at_once=1)
        gone = asyncio.create_task(note_after_turn(turns, notes, "gone"))
        waiting = asyncio.create_task(note_after_turn(turns, notes, "waiting"))
        await asyncio.sleep(0)
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        await waiting
        await note_after_turn(turns, notes, "later")

    asyncio.run(crowd())
    assert notes == ["waiting", "later"]
