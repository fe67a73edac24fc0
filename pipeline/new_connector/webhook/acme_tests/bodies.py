"""Raw events of Acme, to be changed at random."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.new_connector.webhook.acme.reader import KIND

SAMPLES = Path(__file__).parent / "samples"
KINDS: Mapping[str, Mapping[str, str]] = {KIND: {}}
BODIES = [(KIND, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
