"""Doudian 抖店: messages about orders and refunds of shops on Douyin.

Verified against SDKs' code or a computed vector: `event-sign = md5(app_key + body + app_secret)` in
hex; the answer `{"code":0,"msg":"success"}`; the fields of tags 110 (paid) and 200 (refund asked
for); amounts in fen; ids as numbers beyond 2^53.

Not verified on a live account: whether messages come as a list or one at a time, and whether their
id is `msg_id` or `msgId` (all of it is taken); the numbers of the other tags; that 101 and 110 both
come for one order (only 110 counts as the payment); the test message with tag 0.

Buyers' names, phones and addresses come encrypted, and no id of a buyer comes at all: these events
are anonymous, each order an account of its own that feeds no identity.
"""
