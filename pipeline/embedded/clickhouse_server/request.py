"""What a request asks for: the statement and everything said beside it."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import uuid4

from starlette.requests import Request

from pipeline.embedded.clickhouse_server import compression
from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.external import (
    ExternalTable,
    external_tables,
    is_about_external_table,
)
from pipeline.embedded.clickhouse_server.form import Form

UNKNOWN_SETTING = 115
AUTHENTICATION_FAILED = 516
_INVALID_SESSION_TIMEOUT = 374
_LONGEST_SESSION_SECONDS = 3600
_YES = frozenset({"1", "true"})
_PARAMETER = "param_"
_SETTING_NAME = re.compile(r"[A-Za-z_]\w*")

# Parameters of the interface itself; all others are settings of the engine or query parameters.
_OF_THE_INTERFACE = frozenset(
    {
        "query",
        "user",
        "password",
        "quota_key",
        "role",
        "database",
        "default_format",
        "query_id",
        "session_id",
        "session_timeout",
        "session_check",
        "session_close",
        "compress",
        "decompress",
        "buffer_size",
        "wait_end_of_query",
        "client_protocol_version",
        "stacktrace",
        "close_session",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, apart from its body.

    `settings` are the engine's; `parameters` the values of `{name:Type}` in the statement.
    `tables` come with the query. `encoding` is how the answer is compressed; None for plain.
    """

    query: str
    query_id: str
    database: str
    default_format: str
    settings: Mapping[str, str]
    parameters: Mapping[str, str] = field(repr=False)
    tables: tuple[ExternalTable, ...]
    encoding: str | None
    waits_for_end: bool
    read_only: bool
    session_id: str
    session_must_exist: bool
    session_seconds: int

    @classmethod
    def of(cls, request: Request, form: Form) -> Self:
        """Read the URL, the headers, and the form that is the body, if it is one.

        Raises:
            EngineError: what ClickHouse refuses too: an unknown user, a malformed setting.
        """
        said = {**request.query_params, **form.texts}
        _authenticate(request, said)
        headers = request.headers
        return cls(
            query=said.get("query", ""),
            query_id=said.get("query_id") or headers.get("x-clickhouse-query-id") or str(uuid4()),
            database=said.get("database") or headers.get("x-clickhouse-database", ""),
            default_format=said.get("default_format")
            or headers.get("x-clickhouse-format", "TabSeparated"),
            settings=_settings(said, form),
            parameters=_parameters(said),
            tables=external_tables(form, said),
            encoding=_encoding(said, headers.get("accept-encoding", "")),
            waits_for_end=said.get("wait_end_of_query", "0") in _YES,
            read_only=request.method == "GET",
            session_id=said.get("session_id", ""),
            session_must_exist=said.get("session_check", "0") == "1",
            session_seconds=_session_seconds(said.get("session_timeout", "60")),
        )


def _encoding(said: Mapping[str, str], accept_encoding: str) -> str | None:
    if said.get("compress", "0") in _YES:
        return compression.BLOCKS
    if said.get("enable_http_compression", "0") in _YES:
        return compression.accepted(accept_encoding)
    return None


def _settings(said: Mapping[str, str], form: Form) -> dict[str, str]:
    settings = {
        name: value
        for name, value in said.items()
        if name not in _OF_THE_INTERFACE
        and not name.startswith(_PARAMETER)
        and not is_about_external_table(name, form)
    }
    for name in settings:
        if not _SETTING_NAME.fullmatch(name):
            raise EngineError(UNKNOWN_SETTING, f"Unknown setting {name!r}.")
    return settings


def _parameters(said: Mapping[str, str]) -> dict[str, str]:
    found = {
        name.removeprefix(_PARAMETER): value
        for name, value in said.items()
        if name.startswith(_PARAMETER)
    }
    for name in found:
        if not _SETTING_NAME.fullmatch(name):
            raise EngineError(UNKNOWN_SETTING, f"Unknown query parameter {name!r}.")
    return found


def _session_seconds(said: str) -> int:
    if not said.isdecimal() or int(said) > _LONGEST_SESSION_SECONDS:
        raise EngineError(_INVALID_SESSION_TIMEOUT, f"Invalid session timeout {said!r}.")
    return int(said)


def _authenticate(request: Request, said: Mapping[str, str]) -> None:
    """Let the user `default` in, who has no password: the server is on the loopback only."""
    user = said.get("user") or request.headers.get("x-clickhouse-user", "")
    password = said.get("password") or request.headers.get("x-clickhouse-key", "")
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise EngineError(AUTHENTICATION_FAILED, "Invalid authorization.") from None
    if user not in {"", "default"} or password:
        raise EngineError(
            AUTHENTICATION_FAILED,
            f"{user or 'default'}: Authentication failed: password is incorrect, or there is no "
            "user with such name. The embedded server has the user default without a password.",
        )
