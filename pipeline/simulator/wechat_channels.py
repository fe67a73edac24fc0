"""A shop's end: its orders and after-sales by the time of their update.

Source: developers.weixin.qq.com, `order/list/get`, `order/get`, `getaftersalelist`,
`getaftersaleorder`. Its callbacks are `pipeline.simulator.wechat.push`, always encrypted JSON.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.wechat import AccessTokens

DAY_SECONDS = 86_400
MAX_ORDERS = 100

_TOO_LONG = {"errcode": 10020004, "errmsg": "time range too long"}

Things = Mapping[str, Sequence[dict[str, Any]]]
"""AppID -> the shop's orders, or its after-sales; each has an `update_time`."""


class WechatChannelsEnd:
    """Answers as api.weixin.qq.com does. `asked` are the ids that were asked for.

    What is listed is what changed within the asked stretch of time and has not changed since.

    Args:
        orders: as `order/get` gives them.
        app_secrets: AppID -> AppSecret.
        aftersales: as `getaftersaleorder` gives them.
        max_page: how many it lists in a page, however many are asked for.
    """

    def __init__(
        self,
        orders: Things,
        app_secrets: Mapping[str, str],
        aftersales: Things | None = None,
        *,
        max_page: int = MAX_ORDERS,
    ) -> None:
        self.tokens = AccessTokens(app_secrets)
        self.orders = {app_id: list(each) for app_id, each in orders.items()}
        self.aftersales = {app_id: list(each) for app_id, each in (aftersales or {}).items()}
        self.asked: list[str] = []
        self._max_page = max_page
        self.routes = [
            self.tokens.route,
            Route("/channels/ec/order/list/get", self._order_list, methods=["POST"]),
            Route("/channels/ec/order/get", self._order, methods=["POST"]),
            Route(
                "/channels/ec/aftersale/getaftersalelist", self._aftersale_list, methods=["POST"]
            ),
            Route("/channels/ec/aftersale/getaftersaleorder", self._aftersale, methods=["POST"]),
        ]
        self.app = Starlette(routes=self.routes)

    async def _order_list(self, request: Request) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        asked = await request.json()
        start, end = (asked["update_time_range"][name] for name in ("start_time", "end_time"))
        if end - start > 7 * DAY_SECONDS:
            return JSONResponse(_TOO_LONG)
        orders = self.orders[self.tokens.app_id(request)]
        found = [each["order_id"] for each in orders if start <= each["update_time"] <= end]
        return self._page("order_id_list", found, asked)

    async def _aftersale_list(self, request: Request) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        asked = await request.json()
        start, end = asked["begin_update_time"], asked["end_update_time"]
        if end - start > DAY_SECONDS:
            return JSONResponse(_TOO_LONG)
        found = [
            each["after_sale_order_id"]
            for each in self.aftersales.get(self.tokens.app_id(request), ())
            if start <= each["update_time"] <= end
        ]
        return self._page("after_sale_order_id_list", found, asked)

    def _page(self, name: str, found: Sequence[str], asked: Mapping[str, Any]) -> Response:
        first = int((asked.get("next_key") or "key-0").removeprefix("key-"))
        last = first + min(asked.get("page_size", MAX_ORDERS), self._max_page)
        return JSONResponse(
            {
                "errcode": 0,
                "errmsg": "ok",
                name: found[first:last],
                "next_key": f"key-{last}",
                "has_more": last < len(found),
            }
        )

    async def _order(self, request: Request) -> Response:
        return await self._one(request, self.orders, "order_id", "order")

    async def _aftersale(self, request: Request) -> Response:
        return await self._one(request, self.aftersales, "after_sale_order_id", "after_sale_order")

    async def _one(
        self, request: Request, things: Mapping[str, list[dict[str, Any]]], key: str, name: str
    ) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        number = (await request.json())[key]
        self.asked.append(number)
        own = things[self.tokens.app_id(request)]
        found = next(thing for thing in own if thing[key] == number)
        return JSONResponse({"errcode": 0, "errmsg": "ok", name: found})
