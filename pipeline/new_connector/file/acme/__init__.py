"""Acme: answers to the brand's questionnaires, as CSV files that somebody exports.

`answers` makes a raw event of each row, `reader` reads it by the table in `event_types`. The files
themselves are read by `connectors.sdk.files`.

Verified against: nothing yet. Not verified on a live account: everything.
"""
