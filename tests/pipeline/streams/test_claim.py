"""Work under a claim."""

import asyncio

import pytest

from pipeline.streams.claim import Claim

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Effect:
    """Work with a moment in the middle, at which it can be cancelled."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.may_end = asyncio.Event()
        self.is_done = False

    async def work(self) -> None:
        self.began.set()
        await self.may_end.wait()
        self.is_done = True


async def test_work_is_done_while_the_claim_stands() -> None:
    effect = Effect()
    effect.may_end.set()
    assert await Claim().hold(effect.work())
    assert effect.is_done


async def test_the_end_of_the_claim_cancels_the_work() -> None:
    claim, effect = Claim(), Effect()
    holding = asyncio.ensure_future(claim.hold(effect.work()))
    await effect.began.wait()
    claim.end()
    assert not await holding
    assert not effect.is_done
    assert not claim.stands


async def test_work_is_not_begun_after_the_claim_ended() -> None:
    claim, effect = Claim(), Effect()
    claim.end()
    assert not await claim.hold(effect.work())
    assert not effect.began.is_set()


async def test_what_the_work_raises_is_raised() -> None:
    async def fail() -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await Claim().hold(fail())


async def test_cancelling_the_agent_is_not_taken_for_the_end_of_a_claim() -> None:
    claim, effect = Claim(), Effect()
    holding = asyncio.ensure_future(claim.hold(effect.work()))
    await effect.began.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    assert not effect.is_done


async def test_an_agent_cancelled_as_its_claim_ends_is_cancelled() -> None:
    claim, effect = Claim(), Effect()
    holding = asyncio.ensure_future(claim.hold(effect.work()))
    await effect.began.wait()
    claim.end()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
