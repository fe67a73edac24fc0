"""The calls of the load, encrypted and signed, as HTTP/1.1 requests.

Most are messages that WeChat pushes; one in fifty is WeCom's echo, which it wants within a second.
"""

from urllib.parse import urlencode

from pipeline.simulator.call import Call
from pipeline.simulator.wechat import WechatAccount, push
from pipeline.simulator.wecom_callbacks import echo

APP_ID = "wx6b0e4d2a97c815f3"
TOKEN = "benchmarkToken"
AES_KEY = "ZGVtb0Flc0tleUZvckd1aXlpRGVtb0FlczMyQnl0ZXM"
CORP_ID = "ww5c0e7f19ab34d286"
PEOPLE = 5000
ONE_ECHO_IN = 50

CONNECTORS = f"""wechat_oa:
  main:
    app_id: {APP_ID}
    token: ${{BENCHMARK_TOKEN}}
    encoding_aes_key: ${{BENCHMARK_AES_KEY}}
wecom:
  main:
    corp_id: {CORP_ID}
    token: ${{BENCHMARK_TOKEN}}
    encoding_aes_key: ${{BENCHMARK_AES_KEY}}
"""
ENVIRONMENT = {"BENCHMARK_TOKEN": TOKEN, "BENCHMARK_AES_KEY": AES_KEY}

_ACCOUNT = WechatAccount(APP_ID, TOKEN, AES_KEY)


def message_id(number: int) -> str:
    """The MsgId of the callback of this number; an event is the same by it."""
    return str(24_681_357_000_000_000 + number)


def is_echo(number: int) -> bool:
    """Whether the call of this number asks for its text back, and holds no event."""
    return number % ONE_ECHO_IN == 0


def request(number: int, host: str) -> bytes:
    """The call of this number, signed now."""
    if is_echo(number):
        return _http("/wecom/main", echo(TOKEN, AES_KEY, CORP_ID, b"%d" % number), host)
    openid = f"oBenchmark{number % PEOPLE:018d}"
    return _http("/wechat_oa/main", push(_ACCOUNT, _message(number, openid), openid=openid), host)


def _http(path: str, call: Call, host: str) -> bytes:
    return (
        f"{call.method} {path}?{urlencode(call.query)} HTTP/1.1\r\n"
        f"Host: {host}\r\nContent-Type: text/xml\r\nContent-Length: {len(call.body)}\r\n\r\n"
    ).encode() + call.body


def _message(number: int, openid: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[gh_7d3c91be20a4]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>1767238801</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[请问会员日几点开始?]]></Content>"
        f"<MsgId>{message_id(number)}</MsgId></xml>"
    ).encode()
