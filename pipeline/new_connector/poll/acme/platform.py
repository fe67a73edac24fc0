"""Acme, as the entry point names it."""

from connectors.sdk.platform import Platform
from pipeline.new_connector.poll.acme.event_types import EVENT_TYPES
from pipeline.new_connector.poll.acme.reader import read
from pipeline.new_connector.poll.acme.source import AcmeSource

PLATFORM = Platform("acme", read, EVENT_TYPES, AcmeSource)
