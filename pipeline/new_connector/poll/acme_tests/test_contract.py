"""Acme's list of comments against the contract of pollers."""

from typing import Any

from pydantic import SecretStr
from starlette.types import ASGIApp

from pipeline.connector_contract.polling import PollerContract
from pipeline.new_connector.poll.acme.reader import read
from pipeline.new_connector.poll.acme.source import AcmeSource
from pipeline.new_connector.poll.end import AcmeEnd

SECRET = "invented"


def comment(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "created_at": 1767239300 + number,
        "post_id": "p-1",
        "text": f"hello {number}",
        "author": {"id": "u-7", "nickname": "x"},
    }


class TestContract(PollerContract):
    renews_tokens = True
    read = staticmethod(read)

    def platform_end(self, events: int) -> ASGIApp:
        comments = [comment(number) for number in range(1, events + 1)]
        self.acme = AcmeEnd(comments, app_secret=SECRET, page_comments=10)
        return self.acme.app

    def refuse_tokens(self) -> None:
        self.acme.tokens.end_all()

    def source(self, url: str) -> AcmeSource:
        name = url.rpartition(":")[2]
        return AcmeSource(name=name, app_id="1", app_secret=SecretStr(SECRET), base_url=url)
