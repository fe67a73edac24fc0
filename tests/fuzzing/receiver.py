"""Fuzz one receiver and what reads its events, guided by coverage.

Its arguments are a module, a platform's contract in it, which makes calls that are authentic with
any body, and libFuzzer's options.
"""

import logging
import sys
from importlib import import_module
from typing import Any

import atheris

with atheris.instrument_imports(include=["connectors"]):
    import connectors.registry

from connectors.sdk.receiver import Received, Receiver, Refused, Request
from pipeline.connector_contract.calling import request_of
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, Rejected, run_steps
from pipeline.simulator.call import Call
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

PHONE = b"13900010001"
"""A personal value of the samples; no error may show it."""

_STEPS = normalizing_steps("CN")


class Told(logging.Handler):
    """Fails at a log line that shows the personal value."""

    def emit(self, record: logging.LogRecord) -> None:
        assert PHONE.decode() not in record.getMessage()


def receive(contract: ReceiverContract, receiver: Receiver, data: bytes) -> None:
    """One call of made-up bytes: whatever it is, it is refused, or kept and read or rejected."""
    choices = atheris.FuzzedDataProvider(data)
    is_authentic = choices.ConsumeIntInRange(0, 7) > 0
    if is_authentic:
        request = request_of(contract.with_body(choices.ConsumeBytes(len(data))))
    else:
        request = _made_up(choices, len(data))
    try:
        received = receiver.receive(request)
    except Refused as refused:
        _check_refusal(refused)
    else:
        _check(received)


def _made_up(choices: Any, length: int) -> Request:
    return request_of(
        Call(
            choices.PickValueInList(["GET", "POST"]),
            choices.PickValueInList(["", "/v1/track", "/v1/batch", "/i", "/login", "/live"]),
            {
                choices.PickValueInList(["signature", "timestamp", "nonce", "echostr", "e"]): (
                    choices.ConsumeUnicodeNoSurrogates(40)
                )
                for _ in range(choices.ConsumeIntInRange(0, 5))
            },
            {
                choices.PickValueInList(["sign", "x-signature", "content-type", "authorization"]): (
                    choices.ConsumeString(40)
                )
                for _ in range(choices.ConsumeIntInRange(0, 4))
            },
            choices.ConsumeBytes(length),
        )
    )


def _check_refusal(refused: Refused) -> None:
    assert 400 <= refused.status < 500


def _check(received: Received) -> None:
    for raw in received.raws:
        data = raw.to_bytes()
        assert RawEvent.from_bytes(data).event_id == raw.event_id
        outcome = run_steps(_STEPS, data)
        if isinstance(outcome, Rejected):
            assert PHONE.decode() not in outcome.failure.message
        elif isinstance(outcome, Done):
            for event in outcome.value:
                assert CustomerEvent.from_bytes(event.to_bytes()).event_id == event.event_id


def main() -> None:
    """Never returns: libFuzzer ends the process."""
    module, name, *options = sys.argv[1:]
    assert connectors.registry.PLATFORMS
    contract: ReceiverContract = getattr(import_module(module), name)()
    receiver = contract.source("fuzzed").receiver()
    assert receiver is not None
    logging.getLogger().addHandler(Told())
    atheris.Setup([sys.argv[0], *options], lambda data: receive(contract, receiver, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
