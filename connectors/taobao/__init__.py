"""Taobao and Tmall 淘宝天猫: messages of the shop's trades, and lists of trades and reviews (TOP).

Verified against SDKs in public repositories, or computed and reproduced:
- signatures of calls, md5 (the published example), HMAC-MD5 and HMAC-SHA256; times in GMT+8;
- the topics of trades and refunds, and `buyer_open_uid`, which is one app's and has taken the
  place of `buyer_nick`; names, phones and addresses of receivers come masked;
- windows of at most a day in `trades.sold.increment.get`; code 7 for too many calls, with how long;
- the framing of the message channel, in four SDKs for it that agree (Java, .NET, Node, Python):
  protocol version 2, little-endian, typed headers; connect signed with md5 over `app_key`,
  `group_name` and `timestamp`; its answer with a token; data with `id`, `topic`, `content` (text,
  or bytes of gzip), `time`, `userid`; confirmation by id; a request to pull every 30 seconds;
- `tmc.messages.consume` and `.confirm`, the same messages by polling: names and shape in SDKs.

Not verified on a live account: whether the channel takes a client whose `sdk` is none of Taobao's
(where it does not, set `messages: poll`), or speaks TLS (its documented address does not: trades
cross the network in clear, so run it inside Taobao's own cloud 聚石塔, or poll); the status codes
of a refused connection; that an unconfirmed message comes again; whether trades that change while
they are listed move towards the first page (taken to be, so pages are read from the last); that
lists reach back three months; which fields an app of which type gets; whether reviews name a person
(taken not to, unless `buyer_open_uid` is there); error codes other than 7; the shapes of topics
without a sample.

A trade's steps are the same events whether a message or the list told of them first. What the shop
or the platform does next (success, close, refund agreed) is `custom`, so that orders, payments and
refunds add up. Phones need a permission that works inside of 聚石塔 only; they are not asked for.
"""
