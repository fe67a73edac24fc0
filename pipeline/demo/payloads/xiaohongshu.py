"""Comments on Xiaohongshu, which has no official path to them: a person exports a file."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from connectors.comments.columns import COLUMNS
from connectors.comments.export import CommentsExport
from pipeline.demo import spellings, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import File, Happenings
from pipeline.demo.payloads.writing import in_china
from pipeline.demo.people import Person
from pipeline.demo.platform import Platform

_NOTE = "66demo0000000000000001"

WRITERS = 0.15
"""The share of people who comment there."""
_WITHOUT_ID = 0.6
"""The share of comments whose author is known by a nickname only: they are nobody's."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """All comments are in one file, in UTF-8."""
    told, rows, accounts = Happenings(), [], []
    for person in people:
        if random.random() > WRITERS:
            continue
        number = f"{person.number:06}"
        has_id = random.random() > _WITHOUT_ID
        author = f"5f{number}0000000000{number}" if has_id else ""
        accounts.append(f"xiaohongshu:global:{author or f'comment/66c{number}'}")
        if has_id:
            told.owners.append((accounts[-1], person.number))
        time = clock.moment(random)
        rows.append(
            {
                "platform": "xiaohongshu",
                "content_id": _NOTE,
                "comment_id": f"66c{number}",
                "author_id": author,
                "author_name": spellings.another_name(random, person.nickname, person.name[1:]),
                "text": texts.comment(random),
                "like_count": random.randrange(50),
                "created_at": in_china(time),
                "exported_at": in_china(clock.midnight + timedelta(hours=33)),
            }
        )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS))
    writer.writeheader()
    writer.writerows(rows)
    told.files.append(File("xiaohongshu_comments.csv", text.getvalue().encode(), tuple(accounts)))
    return told


PLATFORM = Platform("xiaohongshu", happen, reading=CommentsExport)
