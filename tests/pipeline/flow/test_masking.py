"""What leaves towards profiles and ClickHouse shows no personal value, and still joins."""

from uuid import uuid4

from pipeline.flow.masking import Masking
from schemas.event import (
    Content,
    Context,
    CustomerEvent,
    Identifier,
    ObjectRef,
    Problem,
    ResolvedEvent,
)
from schemas.identity import ChangeKind, Evidence, EvidenceKind, IdentityChange
from schemas.personal import keyed_hash
from schemas.profile import Profile, ProfileIdentifier, ProfileTrait
from tests.pipeline.flow.events import NOON, an_event

PHONE = "+8613900010001"
KEY = b"key"


def resolved(masking: Masking) -> ResolvedEvent:
    event = an_event(
        identifiers=(
            Identifier(type="phone", value=PHONE),
            Identifier(type="unionid", value="oZ8kd5tQpXhW2mVbLr0YnCjAe7uS"),
        ),
        traits={"name": "林小满", "city": "上海", "note": "电话13900010001"},
        content=Content(text="我的手机13900010001"),
        object=ObjectRef(
            type="order",
            title="13900010001的订单",
            attributes={"receiver": {"phone": 13900010001, "name": "林小满"}, "items": [7, 8]},
        ),
        context=Context(ip="203.0.113.7", page_url="https://shop.example.com/?tel=13900010001"),
    )
    return masking.event(event, profile_id=uuid4(), resolved_by="new", policy_version="p1")


def a_profile() -> Profile:
    return Profile(
        profile_id=uuid4(),
        version=1,
        created_at=NOON,
        first_seen=NOON,
        last_seen=NOON,
        accounts=(),
        identifiers=(
            ProfileIdentifier(
                type="phone", value=PHONE, accounts=("a",), first_seen=NOON, last_seen=NOON
            ),
        ),
        traits={"name": ProfileTrait(value="林小满", account_id="a", stated_at=NOON)},
        policy_version="p1",
    )


def test_no_personal_value_is_left_in_an_event() -> None:
    sent = resolved(Masking(KEY)).to_bytes().decode()
    for personal in ("13900010001", "林小满", "203.0.113.7"):
        assert personal not in sent
    assert "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS" in sent
    assert "上海" in sent


def test_a_masked_event_joins_by_its_hashes() -> None:
    assert resolved(Masking(KEY)).identifier_hashes == {"phone": (keyed_hash(KEY, "phone", PHONE),)}


def test_a_masked_event_can_be_read_again() -> None:
    event = resolved(Masking(KEY))
    assert ResolvedEvent.from_bytes(event.to_bytes()) == event


def test_clear_values_stay_where_a_deployment_wants_them() -> None:
    event = resolved(Masking(KEY, "clear"))
    assert event.identifiers[0].value == PHONE
    assert event.identifier_hashes["phone"]


def test_no_field_of_an_event_is_left_behind() -> None:
    event = an_event(
        identifiers=(Identifier(type="phone", value=PHONE),),
        traits={"city": "上海"},
        content=Content(text="在吗"),
        object=ObjectRef(type="order"),
        context=Context(locale="zh-CN"),
        consent={"ads": True},
        insights={"intent": "order"},
        snapshot=True,
        anonymous=True,
        problems=(Problem(field="a", shape="9", expected="b"),),
    )
    stated = event.to_builtins()
    assert stated.keys() == set(CustomerEvent.__struct_fields__), "none has its default"
    sent = Masking(KEY, "clear").event(
        event, profile_id=uuid4(), resolved_by="new", policy_version="p1"
    )
    assert stated.items() <= sent.to_builtins().items()


def test_a_profile_shows_masked_values_beside_their_hashes() -> None:
    profile = Masking(KEY).profile(a_profile())
    (phone,) = profile.identifiers
    assert phone.value == "139****0001"
    assert phone.hash == keyed_hash(KEY, "phone", PHONE)
    assert profile.traits["name"].value == "林**"
    assert profile.traits["name"].hash == keyed_hash(KEY, "name", "林小满")


def test_evidence_of_a_change_is_masked() -> None:
    change = IdentityChange(
        change_id=uuid4(),
        kind=ChangeKind.MERGED,
        profile_id=uuid4(),
        version=2,
        changed_at=NOON,
        evidence=(
            Evidence(
                kind=EvidenceKind.DETERMINISTIC, left="a", right="b", rule="phone", value=PHONE
            ),
        ),
        policy_version="p1",
    )
    assert PHONE not in Masking(KEY).change(change).to_bytes().decode()
