from datetime import UTC, datetime
from pathlib import Path

from schemas.event import CustomerEvent, EventType, Identifier
from tests.connectors.crm.exports import SAMPLES, file, imported, shipped


def identifiers(event: CustomerEvent) -> set[tuple[str, str]]:
    return {(found.type, found.value) for found in event.identifiers}


def test_the_salesforce_sample_is_read_field_by_field(tmp_path: Path) -> None:
    result = imported(SAMPLES / "salesforce_contact.csv", shipped("salesforce"), tmp_path)
    first, second = result.events

    assert first.type is EventType.IDENTIFY
    assert first.platform_type == "record"
    assert first.snapshot
    assert first.account.account_id == "crm:salesforce:0035g00000ABCdEAAX"
    assert first.occurred_at == datetime(2026, 1, 2, 1, 0, 1, tzinfo=UTC)
    assert first.identifiers == (
        Identifier(type="crm_id", value="0035g00000ABCdEAAX", scope="salesforce"),
        Identifier(type="phone", value="+86 13900010001"),
        Identifier(type="email", value="lin.xiaoman@example.com"),
    )
    assert first.traits == {
        "surname": "林",
        "given_name": "小满",
        "salutation": "Ms.",
        "job_title": "采购",
        "address": "示例路1号\n2楼",
        "city": "上海",
        "state": "上海",
        "postcode": "200001",
        "country": "China",
        "source": "Web",
        "sales_owner": "0055g000004DEMOAAX",
    }
    assert first.consent == {"email": True}
    assert second.consent == {"email": False}
    assert second.traits["surname"] == "O'Neil"
    assert identifiers(second) == {
        ("crm_id", "0035g00000ABCdFAAX"),
        ("email", "john@example.com"),
    }
    assert result.rejected == []


def test_the_hubspot_sample_is_read_field_by_field(tmp_path: Path) -> None:
    result = imported(SAMPLES / "hubspot_contacts.csv", shipped("hubspot"), tmp_path)
    first, second, third = result.events

    assert result.summary.encoding == "utf-8-sig"
    assert first.account.account_id == "crm:hubspot:51000001"
    assert first.occurred_at == datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
    assert identifiers(first) == {
        ("crm_id", "51000001"),
        ("phone", "+86 139 0001 0001"),
        ("email", "lin.xiaoman@example.com"),
    }
    assert first.traits == {
        "surname": "林",
        "given_name": "小满",
        "lifecycle_stage": "customer",
        "lead_status": "OPEN_DEAL",
        "source": "ORGANIC_SEARCH",
        "sales_owner": "王敏",
        "company": "示例公司",
    }
    assert identifiers(second) == {
        ("crm_id", "51000002"),
        ("phone", "(021) 5555-0100"),
        ("email", "JOHN@Example.com"),
    }
    assert identifiers(third) == {("crm_id", "51000003")}
    assert third.traits == {}
    assert result.rejected == []


def test_the_chinese_sample_is_read_field_by_field(tmp_path: Path) -> None:
    result = imported(SAMPLES / "cn_crm_gb18030.csv", shipped("chinese_crm"), tmp_path)
    first, second = result.events

    assert result.summary.encoding == "gb18030"
    assert first.account.account_id == "crm:crm:C000123"
    assert first.occurred_at == datetime(2026, 1, 1, 3, 41, tzinfo=UTC)
    assert identifiers(first) == {
        ("crm_id", "C000123"),
        ("phone", "1.39E+10"),
        ("email", "LIN.XIAOMAN@EXAMPLE.COM"),
        ("wechat_id", "xiaoman_demo"),
    }
    assert first.traits == {
        "name": "林小满",
        "tags": "重要;复购",
        "source": "视频号直播",
        "sales_owner": "王敏",
    }
    assert second.occurred_at == datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
    assert identifiers(second) == {
        ("crm_id", "C000124"),
        ("phone", "13900010002"),
        ("phone", "021-55550100"),
    }
    assert result.rejected == []


def test_any_systems_contacts_are_read_by_the_generic_mapping(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "customer_id;name;phone;email;tags;sms_opt_in;updated_at\n"
        '7;林小满;"13900010001;13900010002";lin.xiaoman@example.com;"vip;复购";yes;'
        "2026-01-01 12:00\n",
    )
    (event,) = imported(path, shipped("generic"), tmp_path).events

    assert event.account.account_id == "crm:crm:7"
    assert event.occurred_at == datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
    assert identifiers(event) == {
        ("crm_id", "7"),
        ("phone", "13900010001"),
        ("phone", "13900010002"),
        ("email", "lin.xiaoman@example.com"),
    }
    assert event.traits == {"name": "林小满", "tags": "vip;复购"}
    assert event.consent == {"sms": True}


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {
        "salesforce_contact.csv",
        "hubspot_contacts.csv",
        "cn_crm_gb18030.csv",
    }


def test_a_row_travels_exactly_as_it_stands_in_the_file(tmp_path: Path) -> None:
    result = imported(SAMPLES / "cn_crm_gb18030.csv", shipped("chinese_crm"), tmp_path)

    assert '"手机":"\'13900010002"' in result.raws[1].body
    assert result.raws[1].headers["line"] == "3"
    assert result.raws[1].person_id == "C000124"
