"""WeCom's end: customers, groups and customer service to be asked for.

Source: developer.work.weixin.qq.com 92114, 92994 (customers), 94670 (customer service), and their
answers as WeCom's SDKs read them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.tokens import IssuedTokens

SECRET = "wecom app secret"  # noqa: S105 (invented)
_WRONG_SECRET = 40001
_EXPIRED = 42001
_NO_RELATION = 84061
_NO_GROUP = 86003
_NO_ACCOUNT = 95000
_OLD_TOKEN = 95007
_OLD_CURSOR = 40058

Answered = dict[str, Any]
"""A JSON object as WeCom answers it."""


class WecomEnd:
    """One corporation, as qyapi.weixin.qq.com answers for it.

    `errors` (error codes) are answered first, one to each call with a good token. `asked` are the
    calls that were answered, by their names. `closed` are customer service accounts that give no
    messages, `old_tokens` those of callbacks that `kf/sync_msg` takes no more, `old_cursors` those
    that neither this nor the list of groups takes any more.

    Args:
        contacts: as `externalcontact/get` has them, without errcode.
        groups: the `group_chat` of `groupchat/get`.
        messages: by customer service account, in the order in which they came.
        page_contacts: the longest page of customers of one staff member.
        page_staff: how many staff members `externalcontact/get` gives at once.
        page_groups: the longest page of groups.
        page_messages: the longest page of customer service messages.
    """

    def __init__(
        self,
        contacts: Sequence[Answered] = (),
        groups: Sequence[Answered] = (),
        messages: Mapping[str, Sequence[Answered]] | None = None,
        *,
        page_contacts: int = 100,
        page_staff: int = 500,
        page_groups: int = 1000,
        page_messages: int = 1000,
    ) -> None:
        self.contacts = list(contacts)
        self.groups = list(groups)
        self.messages = {account: list(sent) for account, sent in (messages or {}).items()}
        self.page_contacts = page_contacts
        self.page_staff = page_staff
        self.page_groups = page_groups
        self.page_messages = page_messages
        self.tokens = IssuedTokens()
        self._last_token = ""
        self.errors: list[int] = []
        self.asked: list[str] = []
        self.closed: set[str] = set()
        self.old_tokens: set[str] = set()
        self.old_cursors: set[str] = set()
        calls: dict[str, Callable[[Answered], Answered]] = {
            "externalcontact/get_follow_user_list": self._staff,
            "externalcontact/batch/get_by_user": self._contacts_of,
            "externalcontact/get": self._contact,
            "externalcontact/groupchat/list": self._groups,
            "externalcontact/groupchat/get": self._group,
            "kf/account/list": self._accounts,
            "kf/sync_msg": self._messages,
        }
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/gettoken", self._token),
                *(
                    Route(
                        f"/cgi-bin/{name}", self._answering(name, answer), methods=["GET", "POST"]
                    )
                    for name, answer in calls.items()
                ),
            ]
        )

    async def _token(self, request: Request) -> Response:
        if request.query_params.get("corpsecret") != SECRET:
            return _error(_WRONG_SECRET)
        if not self.tokens.is_good(self._last_token):
            self._last_token = self.tokens.issue()
        return _ok({"access_token": self._last_token, "expires_in": 7200})

    def _answering(
        self, name: str, answer: Callable[[Answered], Answered]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            if not self.tokens.is_good(request.query_params.get("access_token")):
                return _error(_EXPIRED)
            if self.errors:
                return _error(self.errors.pop(0))
            self.asked.append(name)
            given = await request.json() if request.method == "POST" else {}
            found = answer({**request.query_params, **given})
            return JSONResponse(found) if "errcode" in found else _ok(found)

        return answered

    def _staff(self, _asked: Answered) -> Answered:
        staff = {of["userid"] for contact in self.contacts for of in contact["follow_user"]}
        return {"follow_user": sorted(staff, reverse=True)}

    def _contacts_of(self, asked: Answered) -> Answered:
        found = [
            {"external_contact": contact["external_contact"], "follow_info": _follow_info(of)}
            for contact in self.contacts
            for of in contact["follow_user"]
            if of["userid"] in asked["userid_list"]
        ]
        page, next_cursor = _page(found, asked, min(self.page_contacts, asked["limit"]))
        if not found:
            return {"errcode": _NO_RELATION}
        return {"external_contact_list": page, "next_cursor": next_cursor}

    def _contact(self, asked: Answered) -> Answered:
        for contact in self.contacts:
            if contact["external_contact"]["external_userid"] == asked["external_userid"]:
                page, next_cursor = _page(contact["follow_user"], asked, self.page_staff)
                return contact | {"follow_user": page, "next_cursor": next_cursor}
        return {"errcode": _NO_RELATION}

    def _groups(self, asked: Answered) -> Answered:
        after = asked.get("cursor") or ""
        if after in self.old_cursors:
            return {"errcode": _OLD_CURSOR}
        found = sorted(chat_id for group in self.groups if (chat_id := group["chat_id"]) > after)
        page = found[: min(self.page_groups, asked["limit"])]
        listed = [{"chat_id": chat_id, "status": 0} for chat_id in page]
        return {
            "group_chat_list": listed,
            "next_cursor": page[-1] if len(page) < len(found) else "",
        }

    def _group(self, asked: Answered) -> Answered:
        for group in self.groups:
            if group["chat_id"] == asked["chat_id"]:
                return {"group_chat": group}
        return {"errcode": _NO_GROUP}

    def _accounts(self, asked: Answered) -> Answered:
        listed = list(self.messages)[asked["offset"] :][: asked["limit"]]
        return {"account_list": [{"open_kfid": account, "name": "客服"} for account in listed]}

    def _messages(self, asked: Answered) -> Answered:
        if asked["open_kfid"] in self.closed:
            return {"errcode": _NO_ACCOUNT}
        if asked.get("token") in self.old_tokens:
            return {"errcode": _OLD_TOKEN}
        if asked.get("cursor") in self.old_cursors:
            return {"errcode": _OLD_CURSOR}
        sent = self.messages[asked["open_kfid"]]
        first = int(asked.get("cursor") or 0)
        page = sent[first : first + min(self.page_messages, asked["limit"])]
        after = first + len(page)
        return {
            "next_cursor": str(after),
            "has_more": int(after < len(sent)),
            "msg_list": page,
        }


def _page(found: Sequence[Any], asked: Answered, most: int) -> tuple[list[Any], str]:
    """What follows the cursor, and the next one; empty where nothing is left."""
    first = int(asked.get("cursor") or 0)
    after = first + most
    return list(found[first:after]), str(after) if after < len(found) else ""


def _follow_info(of: Answered) -> Answered:
    """A staff member's notes as the batch has them: tags by id alone."""
    tags = [tag["tag_id"] for tag in of.get("tags", ()) if "tag_id" in tag]
    return {name: value for name, value in of.items() if name != "tags"} | {"tag_id": tags}


def _ok(answer: Answered) -> Response:
    return JSONResponse({"errcode": 0, "errmsg": "ok"} | answer)


def _error(code: int) -> Response:
    return JSONResponse({"errcode": code, "errmsg": f"hint: [{code}]"})
