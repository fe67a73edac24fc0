"""Acme: comments under the brand's posts, as a list that is asked for.

`api` calls Acme, `comments` walks through the list, `reader` reads a comment by the table in
`event_types`.

Verified against: nothing yet. Not verified on a live account: everything.
"""
