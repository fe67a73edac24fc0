"""What callbacks tell beyond the samples."""

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from tests.connectors.reading import events_of, sample
from tests.connectors.wecom.told import CUSTOMER, OTHER_CUSTOMER, callback, wrapped


def members(*ids: str) -> str:
    return "".join(f"<Item>{each}</Item>" for each in ids)


def test_who_leaves_a_group_has_an_event_and_staff_has_none() -> None:
    body = callback(
        "change_external_chat",
        ChangeType="update",
        UpdateDetail="del_member",
        ChatId="wr1",
        QuitScene="0",
        MemChangeList=members("wangmin", OTHER_CUSTOMER, "wmchen"),
    )
    (event,) = events_of(wrapped(body))
    assert (event.type, event.account.account_id[-32:]) == ("leave_group", OTHER_CUSTOMER)
    assert event.context.attributes == {"quit_scene": "0"}


@pytest.mark.parametrize(
    ("listed", "reason"),
    [("", "says not who; the group's members are polled"), ("wangmin", "names no customer")],
)
def test_members_who_are_not_told_or_are_staff_give_no_event(listed: str, reason: str) -> None:
    body = callback(
        "change_external_chat",
        ChangeType="update",
        UpdateDetail="add_member",
        ChatId="wr1",
        MemChangeList=members(listed) if listed else "",
    )
    assert read(wrapped(body)) == Ignored(reason)


def test_a_transfer_that_failed_by_the_staffs_limit_is_no_customers_doing() -> None:
    body = sample("wecom/transfer_fail.xml").replace(b"customer_refused", b"customer_limit_exceed")
    assert read(wrapped(body)) == Ignored("the staff member has too many customers")


def test_an_unknown_change_of_a_customer_is_kept_under_its_own_name() -> None:
    body = callback("change_external_contact", ChangeType="brand_new", ExternalUserID=CUSTOMER)
    (event,) = events_of(wrapped(body))
    assert (event.type, event.platform_type) == ("custom", "brand_new")


def test_what_an_acquisition_link_tells_of_a_customer_is_kept() -> None:
    body = callback(
        "customer_acquisition",
        ChangeType="del_follow_user",
        LinkId="cawcde",
        ExternalUserID=CUSTOMER,
    )
    (event,) = events_of(wrapped(body))
    assert (event.type, event.context.attributes) == ("custom", {"link_id": "cawcde"})


@pytest.mark.parametrize("event", ["customer_acquisition", "change_contact", "batch_job_result"])
def test_what_names_no_customer_is_ignored(event: str) -> None:
    assert read(wrapped(callback(event, ChangeType="balance_low"))) == Ignored("names no customer")


@pytest.mark.parametrize(
    ("removed", "field"),
    [
        (b"<Event>change_external_contact</Event>", "Event"),
        (b"<ChangeType>x</ChangeType>", "ChangeType"),
        (b"<CreateTime>1767242000</CreateTime>", "CreateTime"),
    ],
)
def test_a_callback_without_what_it_needs_is_rejected_by_field(removed: bytes, field: str) -> None:
    body = callback("change_external_contact", ChangeType="x", ExternalUserID=CUSTOMER)
    with pytest.raises(Reject) as error:
        read(wrapped(body.replace(removed, b"")))
    assert error.value.field == field


def test_a_corporations_id_that_is_none_is_rejected() -> None:
    body = sample("wecom/add_external_contact_thirdparty.xml")
    with pytest.raises(Reject) as error:
        read(wrapped(body.replace(b"ww5c0e7f19ab34d286", b"a:b")))
    assert error.value.field == "AuthCorpId"
