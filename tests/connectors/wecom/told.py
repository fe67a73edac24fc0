"""Raw events of WeCom's samples, and payloads like them."""

from collections.abc import Mapping

from schemas.raw import RawEvent
from tests.connectors.reading import raw_of

CORP = "ww5c0e7f19ab34d286"
CUSTOMER = "wmKx7QEQAA9dLhVrT2sYbNcUfGpZoWaM"
OTHER_CUSTOMER = "wmKx7QEQAAb3RjWkXe8HqZtPyMvSnDuL"
UNIONID = "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS"
GROUP = "wrKx7QEQAAchat0001demo"


def wrapped(body: bytes, kind: str = "callback", **headers: str) -> RawEvent:
    return raw_of(
        body,
        platform="wecom",
        source_account=CORP,
        kind=kind,
        headers={"open_platform": "brand"} | headers,
    )


def callback(event: str, **fields: str) -> bytes:
    """A callback of a corporation's own app."""
    return _xml(
        {
            "ToUserName": CORP,
            "FromUserName": "sys",
            "CreateTime": "1767242000",
            "MsgType": "event",
            "Event": event,
        }
        | fields
    )


def _xml(fields: Mapping[str, str]) -> bytes:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<xml>{inside}</xml>".encode()
