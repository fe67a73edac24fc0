"""Webhooks of Kuaishou's samples, received."""

from connectors.kuaishou.receiver import KuaishouReceiver
from connectors.sdk.receiver import Received, Request
from pipeline.simulator.kuaishou_callbacks import signed
from tests.connectors.reading import RECEIVED_AT, VECTORS

APP_ID = "ks000000000000001"
SECRET = VECTORS["kuaishou_webhook"]["app_secret"]
RECEIVER = KuaishouReceiver(APP_ID, SECRET)


def request(body: bytes) -> Request:
    headers = signed(SECRET, body).headers
    return Request("POST", "", {}, "", headers, body, None, RECEIVED_AT)


def received(body: bytes) -> Received:
    return RECEIVER.receive(request(body))
