"""WeChat mini program 微信小程序: pushes, logins that the brand's backend tells of, and reviews.

Verified against the platform's documentation, its published SDKs or a computed vector:
- the callback is that of Official Accounts, in XML or JSON, plain or encrypted; 5 seconds,
  `success`;
- `List` of subscribe-message events is an object for one template and an array for several, and
  numbers come as text in their JSON;
- `sha1(rawData + session_key)`; `encryptedData` is AES-128-CBC with PKCS#7, its watermark names the
  AppID (wechatpy reproduces both vectors);
- `countryCode` of a phone comes as text or number; `code2session` has no unionid where the app is
  bound to no Open Platform account;
- `mpcommentlist`: its parameters, paging by offset, `score` (100 for each star), `createTime`.

Not verified on a live account: how many reviews a page may hold and how long a period (20 and 30
days are asked for), by which of its times a review is listed (so the last 30 days are read again
once a day, for reviews that were written since), the names inside a review's
`content`; the fields of events beyond those of the samples.

The mini program's users log in at the brand's backend, never here. So the backend tells of a login
by a call of our own making, which no platform knows:

    POST /wechat_miniprogram/NAME/login
    Authorization: Bearer <login_secret>

    {"code2session": <answer of jscode2session>,
     "getuserphonenumber": <answer of getuserphonenumber>,
     "rawData": "…", "signature": "…", "encryptedData": "…", "iv": "…",
     "openid": "…", "logged_in_at": 1767240200}

Everything but one of `code2session` and `openid` may be left out. `rawData` and `encryptedData` are
checked and decrypted with the session_key of `code2session`, which is thrown away before anything
is published: it is in no topic, log or error. `logged_in_at` are seconds since 1970 and tell two
logins apart; without it a login that says nothing new is the same event. The answer is 200
`success`; 403 for a wrong secret or signature, 400 for a body that lacks something.
"""
