"""The lists of a shop that are asked for by time."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TopList:
    """A method that lists by time.

    Args:
        method: its name.
        begin: parameter of the window's beginning, `end` of its end.
        path: where the entries stand in the answer.
        kind: what an entry is as a raw event.
        key: the field that an entry is known by; `changed_at` the one of its time.
        parameters: what else it is asked with.
    """

    method: str
    begin: str
    end: str
    path: tuple[str, str]
    kind: str
    key: str
    changed_at: str
    parameters: Mapping[str, str] = field(default_factory=dict)


TRADES = TopList(
    "taobao.trades.sold.increment.get",
    "start_modified",
    "end_modified",
    ("trades", "trade"),
    "trade",
    "tid",
    "modified",
    {
        "fields": "tid,tid_str,status,type,buyer_nick,buyer_open_uid,created,pay_time,consign_time,"
        "end_time,modified,payment,total_fee,post_fee,receiver_name,receiver_mobile,receiver_state,"
        "receiver_city,receiver_district,orders"
    },
)
REVIEWS = TopList(
    "taobao.traderates.get",
    "start_date",
    "end_date",
    ("trade_rates", "trade_rate"),
    "review",
    "oid",
    "created",
    {
        "fields": "tid,oid,role,result,created,item_title,item_price,content,num_iid",
        "rate_type": "get",
        "role": "buyer",
    },
)
