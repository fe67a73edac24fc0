"""`multipart/form-data`: long queries and parameters, and tables that come with a query."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from pipeline.embedded.clickhouse_server.errors import EngineError

LONGEST_FORM_BYTES = 64 * 1024 * 1024
"""A form is held in memory whole."""

_BAD_REQUEST_PARAMETER = 408
_TOO_LARGE = 229


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form: text, and files by their names."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


async def read_form(content_type: str, body: AsyncIterator[bytes]) -> Form:
    """Read a form. A field with a file name is a file, any other is text.

    Raises:
        EngineError: it is malformed or too large.
    """
    boundary = _headers(f"Content-Type: {content_type}".encode()).get_boundary()
    if not boundary:
        raise EngineError(_BAD_REQUEST_PARAMETER, "The form names no boundary.")
    data = bytearray(b"\r\n")
    async for chunk in body:
        data += chunk
        if len(data) > LONGEST_FORM_BYTES:
            raise EngineError(_TOO_LARGE, f"The form has more than {LONGEST_FORM_BYTES} bytes.")
    texts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    _, *parts, end = bytes(data).split(f"\r\n--{boundary}".encode())
    if not end.startswith(b"--"):
        raise EngineError(_BAD_REQUEST_PARAMETER, "The form breaks off.")
    for part in parts:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = _headers(head.removeprefix(b"\r\n"))
        name = str(headers.get_param("name", "", header="content-disposition"))
        if headers.get_filename() is None:
            texts[name] = content.decode(errors="replace")
        else:
            files[name] = content
    return Form(texts, files)


def _headers(lines: bytes) -> Message:
    return message_from_bytes(lines + b"\r\n\r\n")
