"""Fuzz every receiver for its share of `--seconds`: `python -m tests.fuzzing --seconds 600`."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from connectors.registry import PLATFORMS
from pipeline.connector_contract.receiving import ReceiverContract

TESTS = Path(__file__).parents[1] / "connectors"
MOST_BYTES = 6000
AUTHENTIC = b"\x07"
"""Chosen by the last byte: libFuzzer's choices are taken from the end of its data."""


def contracts() -> Iterator[tuple[str, type[ReceiverContract]]]:
    """The contract of every receiver, with the module that it stands in."""
    for path in sorted(TESTS.glob("*/test_contract.py")):
        module = f"tests.connectors.{path.parent.name}.test_contract"
        for value in vars(import_module(module)).values():
            if (
                isinstance(value, type)
                and issubclass(value, ReceiverContract)
                and value is not ReceiverContract
            ):
                yield module, value


def seeds(module: str, contract: type[ReceiverContract]) -> Iterator[bytes]:
    """Bodies to change: those of the contract's calls, and the platform's samples."""
    calls = contract()
    calls.source("fuzzed")
    yield calls.call(1).body
    platform = module.split(".")[2]
    if platform in PLATFORMS:
        for _, body in import_module(f"tests.connectors.{platform}.bodies").BODIES:
            yield body


def fuzz(module: str, contract: type[ReceiverContract], seconds: int) -> bool:
    """Whether nothing was found."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, body in enumerate(seeds(module, contract)):
            (Path(corpus) / str(number)).write_bytes(body + AUTHENTIC)
        command = (sys.executable, "-m", "tests.fuzzing.receiver", module, contract.__name__)
        options = (f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-rss_limit_mb=2048")
        ran = subprocess.run(
            (*command, *options, f"-artifact_prefix={Path.cwd()}/", corpus),
            capture_output=True,
            check=False,
        )
    told = ran.stderr.decode(errors="replace").splitlines()
    done = next((line for line in reversed(told) if line.startswith("Done ")), "stopped")
    print(f"{module.split('.')[2]:20} {contract.__name__:24} {done}", flush=True)  # noqa: T201
    if ran.returncode:
        print("\n".join(told[-40:]), flush=True)  # noqa: T201
    return ran.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="in all")
    parser.add_argument("--only", help="a platform")
    chosen = parser.parse_args()
    every = [
        (module, contract)
        for module, contract in contracts()
        if chosen.only in (None, module.split(".")[2])
    ]
    share = max(chosen.seconds // len(every), 1)
    results = [fuzz(module, contract, share) for module, contract in every]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
