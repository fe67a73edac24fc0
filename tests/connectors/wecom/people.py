"""Customers and groups as WeCom answers them."""

from typing import Any


def customer_id(number: int) -> str:
    return f"wm{number:030}"


def noted(staff: str, *mobiles: str, **more: Any) -> dict[str, Any]:
    return {"userid": staff, "remark": "", "createtime": 1767242000, "tags": []} | {
        "remark_mobiles": list(mobiles),
        **more,
    }


def contact(number: int, *by: dict[str, Any]) -> dict[str, Any]:
    person = {"external_userid": customer_id(number), "name": f"客户{number}", "type": 1}
    return {
        "external_contact": person | {"gender": 0, "unionid": f"u{number:027}"},
        "follow_user": list(by) or [noted("wangmin")],
    }


def group(number: int, *customers: int, version: str = "1") -> dict[str, Any]:
    members: list[dict[str, Any]] = [{"userid": "wangmin", "type": 1, "join_time": 1767243000}]
    members += [
        {
            "userid": customer_id(of),
            "type": 2,
            "join_time": 1767243100,
            "join_scene": 3,
            "name": "客",
        }
        for of in customers
    ]
    return {"chat_id": f"wr{number:04}", "member_list": members, "member_version": version}
