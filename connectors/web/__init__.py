"""Web and app tracking: the calls of Segment-style libraries and of Snowplow trackers.

Verified against the trackers' source or a reproduced value:
- Snowplow: POST `com.snowplowanalytics.snowplow/tp2` and the pixel `GET i`, their parameter names,
  base64url contexts and self-describing events; answers are 200 and a 43-byte GIF;
- Segment: HTTP Basic with the write key as user and an empty password.

Not verified: Segment's limits (32 KB a call, 500 KB and 2500 calls a batch), that it answers 200
`{"success": true}` to odd payloads too; the names of its semantic e-commerce events and of
`context.consent.categoryPreferences`.

Paths below the receiver's own: `v1/{identify,track,page,screen,group,alias,batch,import}`,
`com.snowplowanalytics.snowplow/tp2`, `i`.
"""
