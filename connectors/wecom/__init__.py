"""WeCom 企业微信: changes to customers and groups, customer service 微信客服, the archive 会话存档.

Verified against WeCom's documentation, its published SDKs or a computed vector:
- callbacks are always encrypted, with `msg_signature` alone; the GET echo is decrypted and due
  within 1 second, without quotes or newline; 5 seconds to answer a POST, three tries in all;
- whom they are encrypted for: the CorpID, for a third-party app's commands the SuiteId;
- the changes to customers and groups and their fields; `State` is the channel code of a contact
  QR, or the customer channel of a customer acquisition link. MemChangeList is there since 2024: of
  older callbacks the members are only known from the poll;
- events have no id. We tell them apart by time, customer, staff member and ChangeType;
- a changed mobile in the staff's notes, and whatever is done through the API, fires no callback:
  customers are polled for it, and a change may be learned as late as the next round;
- the fields of `externalcontact/get`, of `batch/get_by_user` (which differ) and `groupchat/get`;
  customer service's origins and event names; the fields of archived messages.

What a staff member notes (remark, description, own tags) is read but never passed on, except for
the mobiles: they become the customer's phones, as that staff member has them.

The archive comes as files of decrypted messages (`guiyi import wecom`): its native library and the
private key stay where they are. The same files may hold answers of `unionid_to_external_userid`,
which tell that a follower of an Official Account is a customer here.

Not verified on a live account: which of the documented errors a call gives for whom or what is gone
(84061 and 40096 for customers, 86003 for groups), those of customer service, and how long limits
last (45009, 45033); that a callback's `Token` may be used for ten minutes; which messages a first
`sync_msg` gives (the last three days); archived `agree` and `disagree`; `customer_acquisition`
beyond its names.

A third-party app is heard, but not polled for: its tokens come by another way, its unionids belong
to the provider's Open Platform account, and its external_userids may be the provider's own.
"""
