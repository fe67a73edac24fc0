"""Reading a request's body within limits."""

import asyncio

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from connectors.sdk.receiver import Refused


async def read_body(request: HttpRequest, max_bytes: int, max_seconds: float) -> bytes:
    """The whole body.

    Raises:
        Refused: 413 when it is longer than `max_bytes`, as soon as that is known; 408 when it is
            not complete within `max_seconds`; 400 when the client went away.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > max_bytes:
        raise Refused(413, "body_too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(max_seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise Refused(413, "body_too_large")
    except TimeoutError as error:
        raise Refused(408, "body_too_slow") from error
    except ClientDisconnect as error:
        raise Refused(400, "client_disconnected") from error
    return bytes(body)
