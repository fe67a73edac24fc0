"""Acme, as the entry point names it."""

from connectors.sdk.platform import Platform
from pipeline.new_connector.file.acme.answers import AnswersExport
from pipeline.new_connector.file.acme.event_types import EVENT_TYPES
from pipeline.new_connector.file.acme.reader import read

PLATFORM = Platform("acme", read, EVENT_TYPES, export=AnswersExport)
