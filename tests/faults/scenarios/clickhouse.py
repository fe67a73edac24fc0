"""ClickHouse is away, busy, slow, or takes what it is given without the answer getting through."""

import time
from collections.abc import Sequence

from pipeline.embedded.part import Part
from pipeline.embedded.ports import HOST
from pipeline.settings import Settings
from tests.faults.delivering import being_delivered
from tests.faults.line import Plan, a_line, with_environment
from tests.faults.lives import Lives
from tests.faults.proxy import Mode, Proxy, a_proxy
from tests.faults.scenarios.case import Case, Outcome, settled

ROUNDS = 2
HARM_SECONDS = 3.0
PEACE_SECONDS = 1.5
HARMS = [mode for mode in Mode if mode is not Mode.PASSING]


def clickhouse_away(case: Case) -> Outcome:
    """Between sink and ClickHouse stands a proxy that does one harm after the other."""
    lives = Lives()
    with (
        a_proxy() as proxy,
        a_line(case.day, case.folder / "data", lives, parts=_over(proxy)) as stack,
    ):
        seconds = ROUNDS * len(HARMS) * (HARM_SECONDS + PEACE_SECONDS)
        with being_delivered(case.day, stack, seconds=seconds):
            for mode in HARMS * ROUNDS:
                proxy.become(mode)
                time.sleep(HARM_SECONDS)
                proxy.become(Mode.PASSING)
                time.sleep(PEACE_SECONDS)
        return settled(stack, lives, {mode: proxy.harmed[mode] for mode in HARMS})


def _over(proxy: Proxy) -> Plan:
    def parts(settings: Settings) -> Sequence[Part]:
        proxy.upstream = int(settings.clickhouse_url.rpartition(":")[2])
        url = f"http://{HOST}:{proxy.port}"
        return with_environment("sink", GUIYI_CLICKHOUSE_URL=url)(settings)

    return parts
