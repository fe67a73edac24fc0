"""Meituan 美团 and Dianping 大众点评: reviews by polling, orders of Waimai 外卖 by callback.

Reviews name no customer: no id, no nickname, no phone. They are events of nobody, known by the
shop and the review's id, with the stars as `rating` (of five), and so are the brand's replies to
them. Nothing of them ever says who is who.

Waimai's reviews are asked for shop by shop over the last 30 days, again and again: their times are
days, and what changes later, an added comment or the brand's reply, changes nothing else. What
differs from the round before is an event. Dianping's are read likewise.

An order's recipient has a phone, which says who it is; where it is a privacy number that the
platform lends out (`13900010001_1234`) it says nothing, and the order is one of nobody. The
recipient's account is named by a hash of the phone with `account_key`, so that one person's orders
are one account. The key is the brand's own: Waimai's secret may be replaced, and names must not be.

Taken from client libraries and copies of the documentation, not seen on a live account:
- Waimai: `comment/query` with its parameters and fields, reviews of days before today, 20 a page;
  `sig` over the address with sorted parameters, for callbacks over the address that is registered.
  `replyStatus` is asked for with 0 and with 1, as the sources do not agree what asks for all.
- developer.meituan.com (Dianping and Meituan shops, business 58): the signature by SHA-1, which is
  documented for its sister 青云; tokens of 30 days, renewed by a refresh token that is another one
  each time. Doubtful: the paths, the parameters of `queryshopreview`, which field holds the text,
  and all error codes.
- Doubtful: the numbers of an order's status, and `{"data": "ok"}` as the answer to a callback.
"""
