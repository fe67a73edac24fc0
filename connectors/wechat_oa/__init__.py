"""WeChat Official Account 微信公众号: pushed messages and events, and the list of followers.

Verified against the platform's documentation, its published SDKs or a computed vector:
- the GET echo; the signature `sha1(sorted token, timestamp, nonce)`; AES mode with `msg_signature`
  and the trailing AppID (wechatpy's crypto reproduces the vectors);
- 5 seconds to answer, three tries in all, the answer `success`; repeats by MsgId, for events by
  FromUserName and CreateTime (Event and EventKey are added, as two events may share a second);
- message and event names; qrscene_ of `subscribe`; `MsgID` of TEMPLATESENDJOBFINISH;
- `user/info` has had no nickname, picture, sex or place since 2021-12-27.

Not verified on a live account: that the POST carries `openid`, `encrypt_type` and `msg_signature`
in its query; error codes 40001, 42001 and 45009 and the daily quotas; the fields of card, shop and
subscription-message events beyond their names (of these the id is read; the raw event has all).
"""
