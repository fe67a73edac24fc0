"""Every sample of web tracking becomes the right events."""

from typing import Any

import pytest

from tests.connectors.reading import SAMPLES, sample, stated
from tests.connectors.web.calls import TP2, events, received

USER = {
    "account": "web:shop:user/u_10001",
    "occurred_at": "2026-01-01T03:49:59Z",
}
BROWSER_ID = "anonymous_id(shop)=9b2f7c1e-6c1d-4d0e-8b1e-0a5d4f3c2b1a"
BROWSER = {
    "account": "web:shop:anonymous/9b2f7c1e-6c1d-4d0e-8b1e-0a5d4f3c2b1a",
    "occurred_at": "2026-01-01T03:49:59Z",
}
DEVICE_IDS = ["device_id()=B5372DB0-DEMO", "advertising_id()=7A3CBEA0-DEMO"]
CONTEXT = {
    "context": {
        "ip": "203.0.113.7",
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)",
        "locale": "zh-CN",
        "page_url": "https://shop.example.com/p/1?utm_source=weibo",
        "referrer": "https://weibo.com/",
        "campaign": {"source": "weibo", "medium": "social", "name": "ny2026"},
        "attributes": {
            "timezone": "Asia/Shanghai",
            "library": "analytics.js",
            "device_type": "ios",
        },
    }
}

EVENTS: dict[str, list[dict[str, Any]]] = {
    "identify.json": [
        {
            **USER,
            **CONTEXT,
            "type": "identify",
            "platform_type": "identify",
            "identifiers": [
                "user_id(shop)=u_10001",
                BROWSER_ID,
                *DEVICE_IDS,
                "phone()=+8613900010001",
                "email()=lin.xiaoman@example.com",
                "unionid(brand)=oZ8kd5tQpXhW2mVbLr0YnCjAe7uS",
            ],
            "traits": {"name": "林小满"},
        }
    ],
    "track.json": [
        {
            **USER,
            **CONTEXT,
            "type": "order",
            "platform_type": "Order Completed",
            "identifiers": ["user_id(shop)=u_10001", BROWSER_ID, *DEVICE_IDS],
            "object": {
                "type": "order",
                "id": "SO20260101001",
                "amount": "128.0",
                "currency": "CNY",
                "attributes": {
                    "products": [
                        {
                            "product_id": "8801",
                            "sku": "MC-50",
                            "name": "保湿面霜",
                            "price": "128.0",
                            "quantity": 1,
                        }
                    ]
                },
            },
        }
    ],
    "page.json": [
        {
            **BROWSER,
            **CONTEXT,
            "type": "view",
            "platform_type": "page",
            "identifiers": [BROWSER_ID, *DEVICE_IDS],
            "object": {
                "type": "page",
                "id": "Product",
                "title": "面霜",
                "url": "https://shop.example.com/p/1",
                "attributes": {"path": "/p/1"},
            },
        }
    ],
    "screen.json": [
        {
            **BROWSER,
            **CONTEXT,
            "type": "view",
            "platform_type": "screen",
            "identifiers": [BROWSER_ID, *DEVICE_IDS],
            "object": {"type": "screen", "id": "Home", "title": "Home"},
        }
    ],
    "group.json": [
        {
            **USER,
            **CONTEXT,
            "type": "join_group",
            "platform_type": "group",
            "identifiers": ["user_id(shop)=u_10001", *DEVICE_IDS],
            "object": {
                "type": "group",
                "id": "corp_001",
                "title": "示例公司",
                "attributes": {"employees": 50},
            },
        }
    ],
    "alias.json": [
        {
            **USER,
            **CONTEXT,
            "type": "identify",
            "platform_type": "alias",
            "occurred_at": "2026-01-01T03:49:59.500000Z",
            "identifiers": ["user_id(shop)=u_10001", BROWSER_ID, *DEVICE_IDS],
        }
    ],
    "batch.json": [
        {
            **USER,
            "type": "custom",
            "platform_type": "A",
            "occurred_at": "2026-01-01T03:49:58Z",
            "identifiers": ["user_id(shop)=u_10001"],
            "context": {"ip": "203.0.113.7"},
        },
        {
            **BROWSER,
            "type": "custom",
            "platform_type": "B",
            "identifiers": [BROWSER_ID],
            "context": {"ip": "203.0.113.7"},
        },
    ],
    "snowplow_tp2.json": [
        {
            **USER,
            "type": "cart",
            "platform_type": "add_to_cart",
            "identifiers": [
                "user_id(shop)=u_10001",
                "anonymous_id(shop)=7f1c2d3e-0000-4000-8000-0000000000d1",
            ],
            "object": {
                "type": "product",
                "id": "MC-50",
                "attributes": {"sku": "MC-50", "qty": 1},
            },
            "context": {
                "ip": "198.51.100.9",
                "locale": "zh-CN",
                "page_url": "https://shop.example.com/p/1",
                "referrer": "https://weibo.com/",
                "session_id": "5de40593-0000-4000-8000-0000000000d1",
                "attributes": {
                    "timezone": "Asia/Shanghai",
                    "library": "js-3.24.0",
                    "app_id": "shop-web",
                    "device_platform": "web",
                    "visit": "3",
                },
            },
        },
        {
            "type": "view",
            "platform_type": "pv",
            "occurred_at": "2026-01-01T03:40:50Z",
            "account": "web:shop:anonymous/7f1c2d3e-0000-4000-8000-0000000000d1",
            "identifiers": ["anonymous_id(shop)=7f1c2d3e-0000-4000-8000-0000000000d1"],
            "object": {"type": "page", "title": "面霜", "url": "https://shop.example.com/p/1"},
            "context": {
                "ip": "198.51.100.9",
                "page_url": "https://shop.example.com/p/1",
                "attributes": {
                    "library": "js-3.24.0",
                    "app_id": "shop-web",
                    "device_platform": "web",
                },
            },
        },
    ],
}


@pytest.mark.parametrize("name", EVENTS)
def test_a_call_becomes_its_events(name: str) -> None:
    path = TP2 if name.startswith("snowplow") else f"/v1/{name.removesuffix('.json')}"
    found = events(received(path, sample(f"web_tracking/{name}")))
    assert [stated(event) for event in found] == EVENTS[name]


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "web_tracking").iterdir()} == set(EVENTS)
