"""CRM exports: CSV files, imported by a mapping.

`mapping` says what the columns mean, `export` makes raw events of the rows, `reader` reads them. A
raw event's body is the row as a JSON object of header and cell, exactly as in the file; the mapping
travels with it as the header `mapping`, so that reading needs nothing else. The files themselves
are read by `connectors.sdk.files`.

Read as they come: a leading `'` and `="..."` that keep Excel from guessing; dates such as
`2026/1/1 11:41`, in the mapping's time zone; several values within a cell. Rows without an id are
rejected. A phone that a spreadsheet turned into `1.39E+10` cannot be mended: the event goes on
without it and says so.

Verified against published files: HubSpot's headers and its `Record ID`; the three characters that
Salesforce adds to a 15-character id. Not verified on a live account: the labels of Salesforce's
report exports.
"""
