"""Zhihu 知乎: comments on the brand's own answers, articles, ideas and videos, by polling.

The interface of developer.zhihu.com is read-only and calls nobody. It shows the content of the
account that the Access Secret belongs to, and the comments below it; others' content has no
comments there. About 100 calls a day may ask for comments (the quota `creator`, of the calendar
day in China). So they are spread over the day, and spent on what has new comments: the list of
contents, which has a larger quota of its own, tells how many each has.

Taken from copies of the official documentation and several independent clients, not seen on a live
account: the envelope `Code`, `Message`, `Data`; `Authorization: Bearer`, `X-Request-Timestamp` in
seconds; `user/contents` with `CommentCount`; `user/content_comments` with `Children`, paged by
`NextOffset` and `IsEnd`, newest first by `Order=reverse`; `GET quota`, which costs nothing; codes
10001 (parameters, or content that is gone), 20001 (secret), 30001 (rate, or the day's quota), 30002
(a quota in all), 30003 (risk control), 90001.

Known limits: `Children` are not complete, and replies below older comments are found only where
their comment stands on a page that is read. A person may change the token that names them.
Answers to a question are told as summaries without authors and are not polled.
"""
