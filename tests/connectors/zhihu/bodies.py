"""Raw events of Zhihu's lists, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements, object_at
from tests.connectors.reading import sample

_ITEMS = array_elements(sample("zhihu/user_content_comments.json"), "Data", "Items")
_URL = "https://www.zhihu.com/question/1/answer/1900000000000000001"

KINDS: Mapping[str, Mapping[str, str]] = {
    "comment": {"content_url": _URL, "content_title": "x", "reply_author": "somebody"},
    "question_answers": {},
}
BODIES = [
    *(("comment", object_at(item, "Comment")) for item in _ITEMS),
    *(("comment", child) for item in _ITEMS for child in array_elements(item, "Children")),
    ("question_answers", sample("zhihu/question_answers.json")),
]
