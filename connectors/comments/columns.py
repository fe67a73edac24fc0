"""The columns of the file, in the order in which they are written by hand."""

from collections.abc import Mapping

COLUMNS: Mapping[str, str] = {
    "platform": "where it was said: bilibili, xiaohongshu, …; required",
    "content_id": "the note, video or answer below which it stands",
    "comment_id": "the platform's id of the comment; required",
    "parent_comment_id": "the comment that it answers",
    "author_id": "the author's public id; without it the comment is anonymous",
    "author_name": "what the author is called there",
    "text": "what was said",
    "like_count": "likes by the time of the export",
    "created_at": "when it was said, ISO 8601 or like 2026/1/1 12:00; without an offset in China; "
    "required",
    "exported_at": "when the export was made",
}
"""Column -> what it holds. Other columns are not read."""

KEY = "comment_id"
"""A file without this column is not one of comments."""
