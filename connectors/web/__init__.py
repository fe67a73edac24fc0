"""Web and app tracking: the calls of Segment-style libraries and of Snowplow trackers.

Verified against the trackers' source or a reproduced value:
- Snowplow: POST `com.snowplowanalytics.snowplow/tp2` and the pixel `GET i`, their parameter names,
  base64url contexts and self-describing events; answers are 200 and a 43-byte GIF;
- Segment: HTTP Basic with the write key as user and an empty password.

Not verified: Segment's limits (32 KB a call, 500 KB and 2500 calls a batch), that it answers 200
`{"success": true}` to odd payloads too; the names of its semantic e-commerce events and of
`context.consent.categoryPreferences`.

Ours, not Segment's: the context that a batch shares counts as one call of 32 KB, all raw events of
a request may come to 4 MB (413 above either); ids such as `undefined` or `0` count as absent;
amounts go up to 10^12 and six decimal places; traits get the names that all platforms share.

Paths below the receiver's own: `v1/{identify,track,page,screen,group,alias,batch,import}`,
`com.snowplowanalytics.snowplow/tp2`, `i`.
"""
