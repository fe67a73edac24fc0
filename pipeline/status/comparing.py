"""Two looks at a deployment make a status. Nothing here asks anybody anything."""

from collections.abc import Iterator, Sequence

from pipeline.status.look import Look, ProcessLook
from pipeline.status.quantile import quantile
from pipeline.status.series import Series
from pipeline.status.stages import STAGES, Stage
from pipeline.status.status import PartStatus, StageStatus, Status, TopicLag


def status_of(before: Look, now: Look) -> Status:
    """The status between two looks, the later of which says what is up.

    A process that was started again in between has its rates from its start.
    """
    seconds = max(now.at - before.at, 1e-9)
    earlier = {(one.name, one.address): one.series for one in before.processes}
    parts = [*map(_process, now.processes), *_services(now)]
    return Status(
        seconds=seconds,
        problems=list(_problems(parts, now)),
        parts=parts,
        stages=[
            _stage(stage, one.name, one.series, earlier.get((one.name, one.address)), seconds)
            for one in now.processes
            if one.series is not None
            for stage in STAGES[one.kind]
        ],
        lag=None if now.lag is None else list(_lags(now)),
        dead_letters=None if now.letters is None else dict(now.letters.by_step),
        dead_letters_complete=now.letters is None or now.letters.is_complete,
        halts=dict(now.halts),
    )


def _process(look: ProcessLook) -> PartStatus:
    if look.series is None:
        return PartStatus(look.name, look.address, look.trouble)
    retries = look.series.by("service", "guiyi_retries_total")
    return PartStatus(
        look.name,
        look.address,
        look.trouble,
        look.series.value("process_resident_memory_bytes"),
        {service: int(count) for service, count in retries.items()},
    )


def _services(now: Look) -> list[PartStatus]:
    asked = [PartStatus(each.name, each.address, each.trouble) for each in now.services]
    return [*asked, *_store(now.processes)]


def _store(processes: Sequence[ProcessLook]) -> Iterator[PartStatus]:
    """The store is asked nothing: the workers tell how it answers them, if there are any."""
    workers = [one.series for one in processes if one.kind == "worker" and one.series is not None]
    away = [each.value("guiyi_service_away_seconds", service="store") or 0 for each in workers]
    if away:
        longest = max(away)
        yield PartStatus("store", "", f"away for {longest:.0f} s" if longest else "")


def _problems(parts: Sequence[PartStatus], now: Look) -> Iterator[str]:
    for part in parts:
        if part.trouble:
            yield f"{part.name}: {part.trouble}"
    for group, why in now.halts.items():
        yield f"{group} has halted: {why}"
    if now.letters is not None and (waiting := sum(now.letters.by_step.values())):
        count = f"{waiting} dead letter waits" if waiting == 1 else f"{waiting} dead letters wait"
        yield f"{count}: guiyi dead-letters list"


def _stage(
    stage: Stage, process: str, now: Series, before: Series | None, seconds: float
) -> StageStatus:
    since = _since(before, now)
    passed = {} if stage.seconds is None else stage.seconds.histogram(now, since)
    if stage.seconds is not None and not any(passed.values()):
        passed = stage.seconds.histogram(now, None)
    return StageStatus(
        name=stage.name,
        process=process,
        in_per_second=stage.taken.increase(now, since) / seconds,
        out_per_second=stage.given.increase(now, since) / seconds,
        batch_mean=None if stage.batch is None else stage.batch.mean(now, since),
        p50_seconds=quantile(passed, 0.5),
        p99_seconds=quantile(passed, 0.99),
        refused=int(stage.refused.increase(now, None)),
        dropped=0 if stage.dropped is None else int(stage.dropped.increase(now, None)),
    )


def _since(before: Series | None, now: Series) -> Series | None:
    """What to count from; None: from the process's start.

    One that did not answer before shows no rates yet: its whole life is not of these seconds.
    """
    if before is None:
        return now
    return None if now.began_after(before) else before


def _lags(now: Look) -> Iterator[TopicLag]:
    for group, topics in (now.lag or {}).items():
        for topic, messages in topics.items():
            ages = [
                age
                for one in now.processes
                if one.series is not None
                for age in one.series.by(
                    "partition", "guiyi_lag_seconds", group=group, topic=topic
                ).values()
            ]
            yield TopicLag(group, topic, messages, max(ages, default=None))
