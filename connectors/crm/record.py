"""What the import and the reader both must know of a row: its id, and when it was so."""

from datetime import datetime

from connectors.crm.mapping import RecordId, Times
from connectors.crm.salesforce import salesforce_id
from connectors.sdk.files.cells import clean, read_time
from connectors.sdk.times import within_calendar
from schemas.errors import Reject

Record = dict[str, str]
"""Header -> cell, as in the file."""


def record_id_of(record: Record, columns: RecordId) -> str | None:
    """The record's id, or None where the row has none."""
    value = _first_value(record, columns.columns)
    return salesforce_id(value) if value and columns.form == "salesforce" else value


def time_of(record: Record, times: Times | None) -> datetime | None:
    """When the record was as it is, in UTC; None where the row does not say.

    Raises:
        Reject: when it says something that is no time.
    """
    value = _first_value(record, times.columns) if times else None
    if times is None or value is None:
        return None
    try:
        time = read_time(value, format=times.format, timezone=times.timezone)
    except ValueError as error:
        raise Reject("occurred_at", times.format or "year, month, day and time", value) from error
    return within_calendar(time, "occurred_at")


def _first_value(record: Record, columns: tuple[str, ...]) -> str | None:
    return next((value for column in columns if (value := clean(record.get(column, "")))), None)
