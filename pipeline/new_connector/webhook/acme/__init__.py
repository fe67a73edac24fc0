"""Acme: what customers say to the brand and whether they follow it, as callbacks.

`receiver` checks a call and wraps it, `reader` reads what it says by the table in `event_types`.

Verified against: nothing yet. Not verified on a live account: everything.
"""
