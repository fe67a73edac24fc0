"""What travels on the topics: frozen models, one file per topic family.

`schemas.topics` is the one table of topics. Fields are only ever added; readers ignore fields
they do not know.
"""
