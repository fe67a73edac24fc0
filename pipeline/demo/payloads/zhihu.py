"""Zhihu: comments on the brand's own contents, and what the brand answers.

Source: developer.zhihu.com, `user/contents`, `user/content_comments`.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Happenings, Lists
from pipeline.demo.payloads.writing import number, seconds
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator.zhihu import ZhihuEnd

SOURCE = "brand"
_AUTHOR = "example-brand"
_ACCESS_SECRET = "demo-access-secret-zhihu"  # noqa: S105 (invented)
_CONTENTS = {
    f"https://zhuanlan.zhihu.com/p/{number}": {"Title": title, "ContentType": "article"}
    for number, title in ((910001, "敏感肌怎么选面霜"), (910002, "玻尿酸到底有没有用"))
}
_DAILY_CALLS = 1_000_000
"""Zhihu allows about 100, over which the connector spreads itself; the demo's day is short."""

WRITERS = 0.03
"""The share of people who comment."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Who comments, comments once; the brand answers some."""
    told = Happenings(lists={url: [] for url in _CONTENTS})
    for person in people:
        if random.random() > WRITERS:
            continue
        author = f"demo-{person.number}-{number(random, 4)}"
        account = f"zhihu:global:{author}"
        told.owners.append((account, person.number))
        item = _comment(random, clock, author)
        told.lists[random.choice(list(_CONTENTS))].append(item)
        told.heard += [account] * (1 + len(item["Children"]))
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The brand's account, where there is an end to ask."""
    if url is None:
        return {}
    access_secret = keep("zhihu_access_secret", _ACCESS_SECRET)
    return {SOURCE: {"author_token": _AUTHOR, "access_secret": access_secret, "base_url": url}}


def end(lists: Lists) -> ASGIApp:
    """Lists the contents and the comments on each."""
    return ZhihuEnd(_CONTENTS, lists, access_secret=_ACCESS_SECRET, daily_calls=_DAILY_CALLS).app


PLATFORM = Platform("zhihu", happen, sources=sources, end=end, awaited=f"zhihu/{SOURCE}/comments")


def _comment(random: Random, clock: Clock, author: str) -> dict[str, Any]:
    time, comment_id = clock.moment(random), number(random, 11)
    comment = {
        "ID": comment_id,
        "Type": "comment",
        "CreatedAt": seconds(time),
        "Content": texts.comment(random),
        "LikeCount": random.randrange(20),
        "DislikeCount": 0,
        "AuthorToken": author,
    }
    answers = []
    if random.random() < 0.4:
        answered_at = time + timedelta(seconds=random.randrange(300, 20_000))
        answers.append(
            {
                "ID": number(random, 11),
                "Type": "comment",
                "RootID": comment_id,
                "ReplyID": comment_id,
                "CreatedAt": seconds(answered_at),
                "Content": texts.reply(random),
                "LikeCount": 0,
                "AuthorToken": _AUTHOR,
            }
        )
    return {"Comment": comment, "Children": answers}
