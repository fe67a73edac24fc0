"""CRM exports: CSV files, imported by a mapping.

`mapping` says what the columns mean, `importing` publishes the rows as raw events, `reader` reads
them. A raw event's body is the row as a JSON object of header and cell, exactly as in the file; the
mapping travels with it as the header `mapping`, so that reading needs nothing else.
"""
