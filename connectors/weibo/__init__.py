"""Weibo 微博: messages and events of the fans service, and comments and mentions by polling.

Verified against copies of the platform's documentation or its published vector:
- fans service 粉丝服务: JSON by POST, GET echo, 5 seconds, three tries, an empty answer;
  `signature = sha1(sorted AppSecret, timestamp, nonce)`; types text, image, voice, position, event;
  subtypes follow, unfollow, subscribe, unsubscribe, scan, scan_follow;
- dates like `Thu Jan 01 12:05:31 +0800 2026`; `since_id` is exclusive, `max_id` inclusive;
- `sender_id` and `user.id` are the uid, the same in every app.

Not verified on a live account: the inner keys `key` and `ticket` of scan_follow; subtypes click,
view and mention; what a deleted post looks like (`{"deleted": "1"}`); all error codes, such as
10022, 10023, 10024 (limits by IP, user and API) and 21327 (token expired); that lists end after
some 2000 posts.
"""
