"""What the client gives with a proof, against vectors that wechatpy reproduces."""

import base64
import json

import pytest

from connectors.sdk.receiver import Refused
from connectors.wechat_miniprogram.client_data import check_raw_data, decrypt_data
from tests.connectors.reading import VECTORS

RAW_DATA = VECTORS["miniprogram_rawData_signature"]
ENCRYPTED = VECTORS["miniprogram_encryptedData"]


def decrypted(**changed: str) -> object:
    vector = {**ENCRYPTED, **changed}
    return decrypt_data(
        vector["encryptedData"],
        initial_vector=vector["iv"],
        session_key=vector["session_key"],
        app_id=vector["appid"],
    ).content


def refused(**changed: str) -> str:
    with pytest.raises(Refused) as error:
        decrypted(**changed)
    assert error.value.status == 403
    return error.value.reason


def test_the_signature_of_raw_data_is_verified() -> None:
    check_raw_data(RAW_DATA["rawData"], RAW_DATA["session_key"], RAW_DATA["signature"])


@pytest.mark.parametrize("name", ["rawData", "session_key", "signature"])
def test_raw_data_with_anything_else_is_refused(name: str) -> None:
    changed = {**RAW_DATA, name: RAW_DATA[name] + "x"}
    with pytest.raises(Refused) as error:
        check_raw_data(changed["rawData"], changed["session_key"], changed["signature"])
    assert error.value.reason == "wrong_signature"


def test_encrypted_data_is_decrypted() -> None:
    assert decrypted() == json.loads(ENCRYPTED["plaintext"])


def test_encrypted_data_of_another_mini_program_is_refused() -> None:
    assert refused(appid="wxOTHER") == "wrong_app_id"


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_flipped_bit_of_the_encrypted_data_is_refused(place: int) -> None:
    encrypted = bytearray(base64.b64decode(ENCRYPTED["encryptedData"]))
    encrypted[place] ^= 1
    assert refused(encryptedData=base64.b64encode(encrypted).decode()) == "not_decryptable"


@pytest.mark.parametrize("name", ["session_key", "iv"])
@pytest.mark.parametrize("other", ["AAECAwQFBgcICQoLDA0OEA==", "AAEC", "", "no base64"])
def test_another_key_or_vector_is_refused(name: str, other: str) -> None:
    assert refused(**{name: other}) == "not_decryptable"


@pytest.mark.parametrize("encrypted", ["", "AAEC", "no base64"])
def test_what_is_no_encrypted_data_is_refused(encrypted: str) -> None:
    assert refused(encryptedData=encrypted) == "not_decryptable"
