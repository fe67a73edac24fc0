"""Raw events of a mini program, to be changed at random."""

from collections.abc import Mapping

from connectors.sdk.json_text import array_elements
from tests.connectors.reading import SAMPLES, sample

KINDS: Mapping[str, Mapping[str, str]] = {"push": {}, "login": {}, "review": {}}

_FOLDER = "wechat_miniprogram"
_ANSWERS = ("code2session.json", "getuserphonenumber.json", "mpcommentlist.json")
_LOGIN = """{"openid": "ovXr70JcGqDz1NwSyT5EhKbPmL8u", "unionid": "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS",
"logged_in_at": "1767240200", "phone_info": {"purePhoneNumber": "13900010001", "countryCode": "86"},
"user_info": {"nickName": "小满", "gender": "2", "city": "上海"}}"""
_NESTED = b"""<xml><FromUserName>o1</FromUserName><CreateTime>1767240100</CreateTime>
<MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List>
<TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>
</SubscribeMsgPopupEvent></xml>"""

BODIES = [
    *(
        ("push", path.read_bytes())
        for path in sorted((SAMPLES / _FOLDER).iterdir())
        if path.name not in _ANSWERS
    ),
    ("push", _NESTED),
    ("login", _LOGIN.encode()),
    *(
        ("review", review)
        for review in array_elements(sample(f"{_FOLDER}/mpcommentlist.json"), "commentList")
    ),
]
