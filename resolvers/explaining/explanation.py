"""What is said of two accounts, for a person to read."""

from uuid import UUID

from resolvers.explaining.wording import line, weighing_lines
from schemas.identity import Evidence
from schemas.message import Message


class Explanation(Message, frozen=True, kw_only=True):
    """Why two accounts have one profile, or two.

    `chain` leads from `left` to `right`, each piece of evidence from where the one before ended.
    For one profile it is the shortest chain of links in use. For two it is the chain with the
    fewest pieces that do not hold; those say why in `details["refused"]`: the veto (with the
    identifier type in `details["about"]`), or `weak`, `blocked`, `generic` for a shared value
    that says nothing. It is empty when nothing at all leads from one to the other.

    `comparison` is what the match model says of the two accounts themselves, whether or not it
    counts; None where the policy has no accounts compared. `details["refused"]` says why it does
    not count: a veto, `outvoted`, `light`, `apart` or `oversized`. Probabilistic evidence has in
    `details` the bits of each comparison, the prior, the thresholds and the model's version.
    """

    left: str
    right: str
    left_profile: UUID
    right_profile: UUID
    chain: tuple[Evidence, ...]
    policy_version: str
    comparison: Evidence | None = None
    model_version: str | None = None

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
        for number, each in enumerate(self.chain, 1):
            lines.append(f"  {number}. {line(each)}")
            lines += [f"     {detail}" for detail in weighing_lines(each)]
        if not self.chain:
            lines.append("  Nothing leads from one to the other.")
        if self.comparison is not None and len(self.chain) != 1:
            lines.append(f"  Compared directly: {line(self.comparison)}")
            lines += [f"     {detail}" for detail in weighing_lines(self.comparison)]
        versions = f"policy {self.policy_version}"
        if self.model_version is not None:
            versions += f", model {self.model_version}"
        return "\n".join([*lines, versions])
