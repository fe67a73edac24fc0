"""Bilibili B站: what happens in the brand's live room, and webhooks of the open platform.

Verified against a published client of the live platform (blivedm), or computed and reproduced:
- frames of the WebSocket `>I2H2I` (length, 16, version, operation, sequence), version 0 JSON,
  2 zlib, 3 brotli, several frames in one; operations 2 and 3 heartbeat, 5 message, 7 and 8 auth;
- `app/start` gives the addresses and the auth body, project heartbeat every 20 s, WebSocket
  heartbeat every 30 s, `app/end`; the signature of these calls (HMAC-SHA256 of sorted headers);
- fields of DM, SEND_GIFT, GUARD, SUPER_CHAT, SUPER_CHAT_DEL, LIKE, LIVE_ROOM_ENTER, LIVE_START,
  LIVE_END; 1000 of `price` are one yuan; code 7003 and INTERACTION_END: start again.

Seen in one place only: the webhook's signature, sha1 of client secret and body (one receiver); the
answer to `verify_webhooks` and the events authorize and deauthorize (a copy of the documentation).

Not verified on a live account: error codes other than 7000, 7003, 7007 and 7010; whether the price
of several gifts or months is of one of them (taken to be); `content` of video_open and video_fail;
whether webhooks know a person by the id that the live room knows (taken not to); what hears the
server when it repeats a webhook.

Comments below videos have no official interface: import an export of them.
"""
