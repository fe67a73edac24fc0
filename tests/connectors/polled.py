"""Polling, as our own connectors' tests name it."""

from pipeline.connector_contract.polled import pages_of, raws_of

__all__ = ["pages_of", "raws_of"]
