"""Raw events of Acme, to be changed at random."""

from collections.abc import Mapping

from pipeline.new_connector.file.acme.reader import KIND

ANSWER = {"编号": "1", "手机": "13900010001", "时间": "2026-01-01 11:40:00", "评分": "9"}
KINDS: Mapping[str, Mapping[str, str]] = {KIND: {}, "manifest": {}}
BODIES = [(KIND, str(ANSWER).replace("'", '"').encode()), ("manifest", b"{}")]
