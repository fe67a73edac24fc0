"""Raw events of a shop, to be changed at random."""

from collections.abc import Mapping

from tests.connectors.reading import sample

KINDS: Mapping[str, Mapping[str, str]] = {
    "push": {},
    "order": {"told_before": "1767000000"},
    "order_list": {},
    "aftersale": {},
}

AFTERSALE = b"""{"errcode": 0, "after_sale_order": {"after_sale_order_id": "2000000001",
"status": "MERCHANT_REFUND_SUCCESS", "openid": "osQd23UfRbVx8HkMaW6TyGnZpE0j",
"unionid": "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS", "order_id": "3705000000000000128",
"refund_info": {"amount": 12800}, "create_time": 1767244000, "update_time": 1767246000}}"""

BODIES = [
    *(
        ("push", sample(f"wechat_channels/{name}.json"))
        for name in ("order_new", "order_pay", "aftersale_update")
    ),
    ("order", sample("wechat_channels/order_get.json")),
    ("order_list", sample("wechat_channels/order_list_get.json")),
    ("aftersale", AFTERSALE),
]
