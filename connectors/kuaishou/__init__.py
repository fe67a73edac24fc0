"""Kuaishou 快手: what viewers do in live rooms 弹幕玩法, and orders of a shop 快手小店.

Verified against copies of the platform's documentation, SDKs' code or a computed vector:
- webhooks: JSON by POST, three more tries, every 5 seconds; `kwaisign = md5(body + app_secret)`;
  the answer `{"result":1,"message_id":…}`; saving the address sends a test event;
- the envelope and the payloads of comments, gifts and likes; user ids are the same in one app;
- how calls are signed that start a room's pushes (`task_sign`) and those to the shop (`shop_sign`);
- the shop's access token lives 48 hours; its refresh token 180 days from the authorization, however
  often it is replaced, and each is good once: then the shop has to authorize the app again;
- the shop's messages: AES in CBC mode, no vector, PKCS #7, base64; `{"test":true}` again and again;
  3 seconds, five more tries within two hours; they may be lost, so that orders are polled as well;
- orders can be asked for 90 days back and for 7 days at once.

Not verified on a live account: the names of the test event and of those about authorizations; other
values of `push_type` than the three; that message_id stays the same when a push is repeated; the
units of gift prices (kept as they come, not as an amount); what task/start answers for a room that
is not live; of open.order.cursor.list that `queryType` 2 goes by change, that `totalFee` is what is
paid, in fen, and that `buyerOpenId` is the same in one app; results 24 and 28 for expired tokens,
and those of limits.

Comments on videos and private messages of ordinary accounts have no official interface.
"""
