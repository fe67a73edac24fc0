import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.sdk.asking import ask, platform_client
from pipeline.embedded.ports import free_port
from pipeline.simulator.serving import served
from schemas.errors import Retry


def asked(url: str) -> Retry:
    """What asking there raises."""

    async def asking() -> None:
        async with platform_client(5) as client:
            await ask(client, "GET", f"{url}/secret-path", params={"access_token": "secret"})

    with pytest.raises(Retry) as raised:
        asyncio.run(asking())
    assert "secret" not in str(raised.value)
    return raised.value


def test_a_platform_that_is_away_is_named_without_its_path_and_query() -> None:
    assert str(asked(f"http://127.0.0.1:{free_port()}")) == "127.0.0.1 is away: ConnectError"


def test_a_platform_in_trouble_is_named_and_left_alone_for_as_long_as_it_asks() -> None:
    def in_trouble(_request: Request) -> Response:
        return Response(status_code=503, headers={"retry-after": "7"})

    with served(Starlette(routes=[Route("/{path:path}", in_trouble)])) as url:
        trouble = asked(url)
    assert (str(trouble), trouble.retry_after_seconds) == ("127.0.0.1 answered 503", 7)
