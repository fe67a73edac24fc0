"""Importing CSV files and JSON lines: what every platform whose data comes in files shares.

A platform says in an `export.Export` which columns there are and what a row becomes; `importing`
does the rest: the encoding is found, rows that cannot be read go to a file with line and reason, an
import that was stopped goes on where it was, and a manifest tells what came of the file.

Read as they come: UTF-8 and UTF-16 with a byte order mark, UTF-8, GB18030; quoted newlines; rows
that are empty or ragged; quotes that are never closed (every line that they swallow is rejected by
itself).
"""
