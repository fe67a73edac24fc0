"""What is said of two accounts, for a person to read."""

from uuid import UUID

from schemas.identity import Evidence
from schemas.message import Message


class Explanation(Message, frozen=True, kw_only=True):
    """Why two accounts have one profile, or two.

    `chain` leads from `left` to `right`, each piece of evidence from where the one before ended.
    For one profile it is the shortest chain of links in use. For two it is the chain with the
    fewest pieces that do not hold; those say why in `details["refused"]`: the veto (with the
    identifier type in `details["about"]`), or `weak`, `blocked`, `generic` for a shared value
    that says nothing. It is empty when nothing at all leads from one to the other.
    """

    left: str
    right: str
    left_profile: UUID
    right_profile: UUID
    chain: tuple[Evidence, ...]
    policy_version: str

    @property
    def is_one_person(self) -> bool:
        return self.left_profile == self.right_profile

    @property
    def obstacles(self) -> tuple[Evidence, ...]:
        """The pieces of the chain that do not hold."""
        return tuple(each for each in self.chain if "refused" in each.details)

    def __str__(self) -> str:
        profiles = dict.fromkeys((str(self.left_profile), str(self.right_profile)))
        verdict = "one person" if self.is_one_person else "two persons"
        lines = [f"{self.left} and {self.right} are {verdict}: profile {' and '.join(profiles)}"]
        lines += [f"  {number}. {_line(each)}" for number, each in enumerate(self.chain, 1)]
        if not self.chain:
            lines.append("  Nothing leads from one to the other.")
        return "\n".join([*lines, f"policy {self.policy_version}"])


_REFUSALS = {
    "weak": "which links nobody by this policy",
    "blocked": "which is a blocked value",
    "generic": "which too many accounts share",
    "cannot_link": "but a person said they are not one",
    "unique": "but their persons have different values of",
    "max_values": "but together they would have too many values of",
    "overfull": "but one of them alone has too many values of",
    "max_accounts_per_profile": "but together they would have too many accounts",
}


def _line(evidence: Evidence) -> str:
    said = evidence.rule if evidence.value is None else f"{evidence.rule} {evidence.value}"
    if scope := evidence.details.get("scope"):
        said = f"{said} of {scope}"
    if evidence.weight is not None:
        said = f"{said}, {evidence.weight:.1f} bits"
    line = f"{evidence.left} – {evidence.right}: {said}"
    refused = evidence.details.get("refused")
    if refused is None:
        return line
    about = evidence.details.get("about")
    return f"{line}, {_REFUSALS[refused]}" + (f" {about}" if about else "")
