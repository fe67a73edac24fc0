"""A connector to begin with, as `guiyi connectors new` writes it.

`webhook`, `poll` and `file` are each a small connector for an invented platform, Acme, with its
tests: `acme` the package, `acme_tests`, `samples`, `end` the platform's side and, where there is
something to configure, `connectors.yaml`. They are checked like all of our code. `writing` copies
one of them under another name, `places` says where its parts go, `imports` puts its imports in
order again.
"""
