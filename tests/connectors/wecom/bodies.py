"""Raw events of WeCom's callbacks, answers and archive, to be changed at random."""

import json
from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import SAMPLES, sample

KINDS: Mapping[str, Mapping[str, str]] = {
    "callback": {},
    "contact": {"complete": "yes"},
    "group_member": {"chat_id": "wr1"},
    "service_message": {},
    "archive": {},
    "conversion": {},
    "manifest": {},
}

_SERVICE = sample("wecom/kf_sync_msg.json")
_GROUP = json.loads(sample("wecom/groupchat_get.json"))["group_chat"]

BODIES = [
    *(
        ("callback", path.read_bytes())
        for path in sorted(SAMPLES.glob("wecom/*.xml"))
        if not path.name.startswith("encrypted")
    ),
    ("contact", sample("wecom/externalcontact_get.json")),
    *(
        ("contact", element)
        for element in array_elements(
            sample("wecom/batch_get_by_user.json"), "external_contact_list"
        )
    ),
    *(("group_member", json.dumps(member).encode()) for member in _GROUP["member_list"]),
    *(("service_message", element) for element in array_elements(_SERVICE, "msg_list")),
    ("archive", sample("wecom/msgaudit_decrypted_text.json")),
    ("archive", sample("wecom/msgaudit_getchatdata.json")),
    ("conversion", sample("wecom/unionid_to_external_userid.json")),
    ("manifest", b'{"name": "archive.jsonl", "rows": 1}'),
]
