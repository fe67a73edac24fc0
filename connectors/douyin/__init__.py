"""Douyin 抖音: webhooks of the open platform, comments by polling, live rooms, and logins.

Verified against copies of the platform's documentation, its SDKs' code or a computed vector:
- webhooks: JSON by POST, 5 seconds, three tries, a slow receiver may be unsubscribed;
  `X-Douyin-Signature = sha1(client_secret + body)`; repeats by the header Msg-Id; the answer to
  verify_webhook; `content` as an object for some events and as a JSON string for others;
- live pushes: JSON arrays; `x-signature = base64(md5(sorted headers + body + secret))` with a
  secret for each message type; lost ones are kept for live_gift and live_fansclub alone, page by
  page, with no way to say that they were taken;
- the access token lives 15 days, the refresh token 30; `oauth/renew_refresh_token` gives another
  refresh token, five times at most, and needs a permission of its own;
- open_id is the same for one app, union_id for one developer, sec_openid for one live app.

Not verified on a live account:
- which events a new app can still get (new_follow_action, new_video_digg and im_group_* stand in an
  older copy of the list only), and what action_type 2 means there (taken to be the taking back);
- that comment ids are the same in item_comment_reply and in item/comment/list: a comment that came
  both ways is one event if they are;
- that the lists of comments want no more than open_id, item_id, cursor, count and sort_type (one
  copy of the page asks for the device, too); which error a deleted video or comment is;
- that an old refresh token works on if the new one is lost on the way;
- that gift_value is in fen, that a live push is repeated with a new timestamp, that pages of lost
  pushes grow at their end; fansclub_reason_type 16 (seen in others' code only).

Nothing in a live push tells the room's streamer from its viewers: state `streamers`, or what they
say and give in their own rooms counts as a customer's.

A room pushes once its data task is started (`live_data/task/start`), by the app's own backend: only
that learns the room's id, from the anchor's client.

Customers who log in by Douyin do so at the brand's backend, never here. So the backend tells of a
login by a call of our own making, which Douyin does not know:

    POST /douyin/NAME/login
    Authorization: Bearer <login_secret>

    {"userinfo": <answer of oauth/userinfo>, "phone": "…", "logged_in_at": 1767240200}

`phone` is what the backend has decrypted; `encrypt_mobile` stays behind. `logged_in_at` are seconds
since 1970 and tell two logins apart. The answer is 200; 403 for a wrong secret, 400 for no login.
"""
