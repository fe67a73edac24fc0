"""Customer events → who did them: the batch is applied to the identity store, then told."""

from collections.abc import Iterator, Sequence

from pipeline.flow.masking import Masking
from pipeline.flow.outputs import Output
from pipeline.flow.steps import Step
from pipeline.parsing import parse
from resolvers.resolution import Resolution, Standing
from schemas.event import CustomerEvent
from schemas.profile import VERSION_HEADER
from schemas.topics import IDENTITY_CHANGES, PROFILES, RESOLVED_EVENTS


def resolving_steps() -> tuple[Step, ...]:
    """The steps for each message before its batch is applied."""
    return (Step("parse_customer_event", parse_customer_event),)


def parse_customer_event(data: bytes | None) -> CustomerEvent:
    return parse(CustomerEvent, data)


def outputs_of(resolution: Resolution, masking: Masking, policy_version: str) -> Sequence[Output]:
    """What the topics are told, masked.

    Changes come first: whoever reads the topics in step learns of a profile before its events.
    """
    return (
        *_changes(resolution, masking),
        *standing_outputs(resolution, masking),
        *(
            Output.of(
                RESOLVED_EVENTS,
                masking.event(
                    resolved.event,
                    profile_id=resolved.profile_id,
                    resolved_by=resolved.resolved_by,
                    policy_version=policy_version,
                ),
            )
            for resolved in resolution.resolved
        ),
    )


def _changes(resolution: Resolution, masking: Masking) -> Iterator[Output]:
    return (Output.of(IDENTITY_CHANGES, masking.change(change)) for change in resolution.changes)


def standing_outputs(standing: Standing, masking: Masking) -> Iterator[Output]:
    """What the profiles topic is told, masked."""
    for profile in standing.profiles:
        yield Output.of(PROFILES, masking.profile(profile))
    for ended in standing.ended:
        yield tombstone(str(ended.profile_id), ended.version)


def tombstone(profile_id: str, version: int) -> Output:
    """The end of a profile: no value, and the version in a header."""
    return Output(PROFILES.name, profile_id.encode(), None, [(VERSION_HEADER, b"%d" % version)])
