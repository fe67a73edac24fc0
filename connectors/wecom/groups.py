"""Going through all groups, for the customers in them and the codes that they came by."""

import json
from dataclasses import dataclass
from typing import Self

from httpx import AsyncClient
from pydantic import Field

from connectors.sdk.json_text import parse_object
from connectors.sdk.kept_cursor import KeptCursor
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page, following
from connectors.wecom.api import WecomApi
from connectors.wecom.group_member import CHAT_ID
from connectors.wecom.stating import stated
from schemas.raw import RawEvent

PAGE_GROUPS = 20
_LIST = 1000
_CUSTOMER = "2"
_OLD_CURSOR = ("40058",)
"""errcode of a parameter that WeCom does not take."""


class Round(KeptCursor):
    """The cursor: a page of the list, the group that was done last, and the members' versions.

    `known` are the versions of the last round, `seen` those of this one: about 60 bytes a group.
    """

    page: str = ""
    done: str = ""
    known: dict[str, str] = Field(default_factory=dict)
    seen: dict[str, str] = Field(default_factory=dict)

    def ahead(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the page's groups that are not done; all, where the last done is gone."""
        return groups[groups.index(self.done) + 1 :] if self.done in groups else groups

    def within_page(self, done: str, versions: dict[str, str]) -> Self:
        """The round after these groups, the last of which is `done`."""
        return self.model_copy(update={"done": done, "seen": self.seen | versions})

    def given_up(self) -> Self:
        """The next round, where this one cannot go on; what it saw is known."""
        return type(self)(known=self.known | self.seen)

    def after_page(self, next_page: str, versions: dict[str, str]) -> Self:
        """The round after the rest of a page; without `next_page` the next round."""
        seen = self.seen | versions
        if not next_page:
            return type(self)(known=seen)
        return self.model_copy(update={"page": next_page, "done": "", "seen": seen})


@dataclass(slots=True)
class GroupsPoller:
    """Reads `groupchat/list` and `groupchat/get`, 20 groups a page.

    The list does not tell which group changed, so that each is asked for; of one whose
    `member_version` is that of the last round nothing is published. A raw event is one customer in
    one group, with an id that depends on what is stated.
    """

    api: WecomApi
    name: str
    interval_seconds: float
    open_platform: str
    _listed: tuple[str, tuple[str, ...], str] | None = None
    """A page of the list: its cursor, its groups, and the cursor of the next."""

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next groups; see `Poller.page`."""
        at = Round.of(cursor)
        listed = await self._list(client, at.page)
        if listed is None:
            return Page((), at.given_up().cursor, more=False)
        groups, next_page = listed
        ahead = at.ahead(groups)
        asked, left = ahead[:PAGE_GROUPS], ahead[PAGE_GROUPS:]
        versions: dict[str, str] = {}
        raws: list[RawEvent] = []
        for chat_id in asked:
            group = await self._group(client, chat_id)
            version = group.text("member_version")
            if version is not None:
                versions[chat_id] = version
            if version is None or at.known.get(chat_id) != version:
                raws += raw_events(group, chat_id, self.api.corp_id, self.open_platform)
        if left:
            return Page(tuple(raws), at.within_page(asked[-1], versions).cursor, more=True)
        self._listed = None
        after = at.after_page(next_page, versions)
        return Page(tuple(raws), after.cursor, more=bool(next_page))

    async def _group(self, client: AsyncClient, chat_id: str) -> Payload:
        """The group; an empty one where WeCom does not give it any more."""
        name = "externalcontact/groupchat/get"
        body = await self.api.one(client, name, json={"chat_id": chat_id, "need_name": 1})
        return Payload(parse_object(body) if body is not None else {}).child("group_chat")

    async def _list(self, client: AsyncClient, page: str) -> tuple[tuple[str, ...], str] | None:
        """A page's groups and the next page; None where WeCom does not know the page any more."""
        if self._listed is None or self._listed[0] != page:
            asked: dict[str, object] = {"status_filter": 0, "limit": _LIST}
            body = await self.api.one(
                client,
                "externalcontact/groupchat/list",
                json=asked | ({"cursor": page} if page else {}),
                gone=_OLD_CURSOR if page else (),
            )
            if body is None:
                return None
            answer = Payload(parse_object(body))
            groups = tuple(
                group.required("chat_id") for group in answer.children("group_chat_list")
            )
            next_page = following(page, answer.text("next_cursor") or "", "next_cursor")
            self._listed = page, groups, next_page
        return self._listed[1:]


def raw_events(
    group: Payload, chat_id: str, corp_id: str, open_platform: str
) -> tuple[RawEvent, ...]:
    """One for each customer in a group; staff members are left out.

    Raises:
        Reject: when it is no group.
    """
    return tuple(
        stated(
            json.dumps(member.content, ensure_ascii=False, default=str).encode(),
            corp_id=corp_id,
            kind="group_member",
            person_id=member.text("userid"),
            about=(chat_id, member.text("userid") or ""),
            headers={"open_platform": open_platform, CHAT_ID: chat_id},
        )
        for member in group.children("member_list")
        if member.text("type") == _CUSTOMER
    )
