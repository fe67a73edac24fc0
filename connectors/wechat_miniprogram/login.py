"""Logins that the brand's backend tells of: checked, and stripped of what must not travel.

The package's docstring states the call.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Received, Refused, Request
from connectors.wechat.receiver import SUCCESS
from connectors.wechat_miniprogram.client_data import (
    check_raw_data,
    check_watermark,
    decrypt_data,
)
from schemas.errors import Reject
from schemas.raw import RawEvent

_PHONE = ("phoneNumber", "purePhoneNumber", "countryCode")
_PERSON = ("nickName", "gender", "language", "city", "province", "country")


@dataclass(frozen=True, slots=True)
class LoginReceiver:
    """Answers the backend's calls.

    What is published is made anew of the fields that are known to be harmless, so that a
    session_key, wherever it stands in the call, stays behind.
    """

    platform: str
    app_id: str
    secret: str
    headers: Mapping[str, str]

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it tells of the person.

        Raises:
            Refused: 403 when it is not authentic, 400 when it lacks something.
        """
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.secret}".encode()):
            raise Refused(403, "wrong_secret")
        try:
            login = self._stripped(Payload(parse_object(request.body)))
        except Reject as error:
            # The error's message may show the form of a secret; only its field is told.
            raise Refused(400, f"wrong_{error.field.rpartition('.')[2]}") from None
        body = json.dumps(login, ensure_ascii=False, sort_keys=True).encode()
        openid = str(login["openid"])
        return Received(
            (
                RawEvent.of(
                    platform=self.platform,
                    source_account=self.app_id,
                    kind="login",
                    person_id=openid,
                    dedupe_key=f"login:{openid}:{hashlib.sha256(body).hexdigest()}",
                    body=body,
                    received_at=request.received_at,
                    headers=self.headers,
                ),
            ),
            SUCCESS,
        )

    def _stripped(self, call: Payload) -> dict[str, Any]:
        session = call.child("code2session")
        openid = session.text("openid") or call.required("openid")
        people, phones = self._client_data(call, session.text("session_key"))
        answer = call.child("getuserphonenumber").child("phone_info")
        if answer.content:
            check_watermark(answer, self.app_id)
            phones.append(answer)
        unionids = (session.text("unionid"), *(person.text("unionId") for person in people))
        stripped = {
            "openid": openid,
            "unionid": next(filter(None, unionids), None),
            "logged_in_at": call.text("logged_in_at"),
            "phone_info": _known(phones, _PHONE),
            "user_info": _known(people, _PERSON),
        }
        return {name: value for name, value in stripped.items() if value}

    def _client_data(
        self, call: Payload, session_key: str | None
    ) -> tuple[list[Payload], list[Payload]]:
        """What the client gave of the person, and of the phone."""
        people: list[Payload] = []
        phones: list[Payload] = []
        raw_data, encrypted = call.text("rawData"), call.text("encryptedData")
        if (raw_data or encrypted) and session_key is None:
            raise Reject("session_key", "a value, to check what the client gave")
        if raw_data and session_key:
            check_raw_data(raw_data, session_key, call.text("signature"))
            people.append(Payload(parse_object(raw_data.encode(), "rawData")))
        if encrypted and session_key:
            data = decrypt_data(
                encrypted,
                initial_vector=call.required("iv"),
                session_key=session_key,
                app_id=self.app_id,
            )
            (phones if data.text("phoneNumber") else people).append(data)
        return people, phones


def _known(found: list[Payload], names: tuple[str, ...]) -> dict[str, str]:
    """The fields of these names, of the last that has them."""
    return {name: value for each in found for name in names if (value := each.text(name))}
