"""The contract of receivers, as our own connectors' tests name it."""

from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call, altered

__all__ = ["Call", "ReceiverContract", "altered"]
