"""Which dead letters may go back to their topics."""

from schemas.dead_letter import DeadLetter
from schemas.topics import PROFILES


def no_replay(letter: DeadLetter) -> str | None:
    """Why this letter's message must not go back to its topic; None where it may."""
    if not letter.value_kept:
        return "its value was too large to be kept"
    if letter.topic == PROFILES.name:
        return "newer documents of the profile may be on the topic, of which it keeps the last"
    if letter.value is None and letter.key is None:
        return "it has neither key nor value"
    return None
