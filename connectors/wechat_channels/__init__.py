"""WeChat shop 微信小店 (视频号小店): pushes about orders, and the orders themselves.

Verified against the platform's documentation, its published SDKs or a computed vector:
- the callback is that of Official Accounts, but always encrypted JSON, and its echo the same; 5
  seconds, `success`, up to ten pushes within 3.6 hours (the signature that the shop's page
  publishes and our vector are reproduced);
- event names; FromUserName is the customer of an order's and a coupon's event, but the same for all
  customers in `channels_ec_aftersale_update` and `channels_ec_complaint_update`: these are
  anonymous, and an after-sale is asked for, which names its customer;
- order ids come as number and as text, and exceed 2^53;
- `order/list/get` by the time of update, at most 7 days and 100 orders a page, then `order/get`;
  `getaftersalelist`, at most 24 hours, then `getaftersaleorder`; amounts in fen; the unionid where
  the shop is bound to an Open Platform account.

Not verified on a live account: FromUserName of members' events and conversations; whether a push
that is tried again is signed anew (its timestamp may therefore be 4 hours old); the fields of
events beyond those of the samples; `refund_info.amount` of an after-sale; error codes and call
rates.

Where the shop is polled, its pushes about orders only ring: the order that is asked for then says
the same and more, and counting both would count everything twice. Where it is not polled, the
pushes are the events, without amounts, and have the ids that the order's facts have: a shop that
comes to be polled counts nothing twice that is remembered.

For comments, likes and follows of a channel's videos no API is documented: import them as
`comments`.
"""
