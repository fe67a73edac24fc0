"""The unionid: one for a person in all that is bound to the brand's Open Platform account."""

from random import Random

from pipeline.demo import names
from pipeline.demo.people import Person


def unionid_of(person: Person) -> str:
    """The same wherever the person is met; a follower's own."""
    if person.unionid:
        return person.unionid
    # Invented ids are no secret.
    random = Random(f"unionid of {person.wechat_id} {person.phone}")  # noqa: S311
    return names.wechat_open_id(random, "oZ8kd5")
