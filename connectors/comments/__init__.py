"""Comments in a file: what is said where a platform has no path for brands.

Notes and comments on Xiaohongshu, videos on Bilibili, Kuaishou and WeChat Channels, others' content
on Zhihu: none has an official API that a brand may use. What a person or a partner exports there
lawfully is imported as a CSV file of our own columns (`columns`), by `guiyi import comments FILE`.

Each row names its platform, and the account belongs to that platform. `author_id` is the author's
public id, so that comments join what other connectors hear of the same account where they name
accounts by it too (Weibo's uid, Zhihu's token). Without it a comment has no person: nicknames are
not unique, so it is anonymous. A comment is known by its platform and its id: exported again, with
more likes, it is the same event.

Nothing here was verified against a platform: the format is ours.
"""
