import asyncio

import pytest

from connectors.sdk.together import until_first
from schemas.errors import Retry


async def after(seconds: float, result: str) -> str:
    await asyncio.sleep(seconds)
    return result


async def failing(error: Exception) -> str:
    raise error


async def failing_when_cancelled(error: Exception) -> str:
    try:
        return await after(60, "late")
    finally:
        raise error


def test_the_first_gives_the_result_and_ends_the_others() -> None:
    async def both() -> tuple[str, int]:
        result = await until_first(after(60, "late"), after(0.01, "soon"))
        return result, len(asyncio.all_tasks())

    assert asyncio.run(both()) == ("soon", 1)


def test_what_the_first_raises_is_raised() -> None:
    with pytest.raises(Retry):
        asyncio.run(until_first(after(60, "late"), failing(Retry("away"))))


def test_what_the_others_raise_on_purpose_no_longer_matters() -> None:
    works = failing_when_cancelled(Retry("closed")), after(0.01, "soon")
    assert asyncio.run(until_first(*works)) == "soon"


def test_a_bug_in_the_others_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(until_first(failing_when_cancelled(ZeroDivisionError()), after(0.01, "soon")))


def test_cancelled_itself_it_lets_them_end_first() -> None:
    ended: list[str] = []

    async def slow_to_go() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.append("gone")

    async def cancelled() -> None:
        task = asyncio.ensure_future(until_first(slow_to_go(), slow_to_go()))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert ended == ["gone", "gone"]
