import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.identifiers import NORMALIZERS, normalize
from schemas.errors import Reject
from schemas.event import Identifier


def normalized(kind: str, value: str, **options: str) -> str:
    return normalize(Identifier(type=kind, value=value, scope="s"), **options).value


@pytest.mark.parametrize(
    "written",
    [
        "13912345678",
        "+8613912345678",
        "8613912345678",
        "008613912345678",
        "+86 139-1234-5678",
        "１３９１２３４５６７８",
        "'13912345678",
        "\u202a13912345678\u202c",
        " 139 1234 5678 ",
    ],
)
def test_a_phone_has_one_spelling(written: str) -> None:
    assert normalized("phone", written) == "+8613912345678"


def test_a_phone_without_country_code_is_of_the_region() -> None:
    assert normalized("phone", "0412 345 678", region="AU") == "+61412345678"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.39E+10", "spreadsheet"),
        ("138****1234", "masked"),
        ("12345", "in use"),
        ("call me", "digits"),
        ("", "digits"),
        ("+", "phone number"),
    ],
)
def test_a_phone_that_is_none_is_refused_without_showing_it(written: str, expected: str) -> None:
    with pytest.raises(Reject) as refused:
        normalized("phone", written)
    assert refused.value.field == "identifiers.phone"
    assert expected in refused.value.expected
    assert "1234" not in str(refused.value)


def test_an_email_is_lower_case() -> None:
    assert normalized("email", " Li.Lei@QQ.Com ") == "li.lei@qq.com"
    assert normalized("email", "ｌｉ@qq.com") == "li@qq.com"


@pytest.mark.parametrize("written", ["li", "li@", "@qq.com", "li@qq", "li lei@qq.com"])
def test_an_email_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(Reject, match="email address"):
        normalized("email", written)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("unionid", " o6_bmasdasdsad6_2sgVt7hMZOPfL ", "o6_bmasdasdsad6_2sgVt7hMZOPfL"),
        ("external_userid", "wmqfasd1e19278asdasdAAAA", "wmqfasd1e19278asdasdAAAA"),
        ("weibo_uid", "1618051664", "1618051664"),
        ("wechat_id", "LiLei_88", "lilei_88"),
        ("national_id", " 11010519491231002x", "11010519491231002X"),
        (
            "advertising_id",
            "6D92078A-8246-4BA4-AE5B-76104861E7DC",
            "6d92078a-8246-4ba4-ae5b-76104861e7dc",
        ),
        ("user_id", "Ａ1", "A1"),
        ("something_new", " x ", "x"),
    ],
)
def test_an_id_is_trimmed_and_keeps_its_type_and_scope(kind: str, written: str, value: str) -> None:
    identifier = normalize(Identifier(type=kind, value=written, scope="s"))
    assert identifier == Identifier(type=kind, value=value, scope="s")


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("openid", "no spaces in here"),
        ("external_userid", "zhangsan"),
        ("weibo_uid", "12a"),
        ("weibo_uid", "012"),
        ("wechat_id", "8888"),
        ("advertising_id", "00000000-0000-0000-0000-000000000000"),
        ("user_id", "  "),
        ("crm_id", "a\x00b"),
        ("device_id", "x" * 257),
    ],
)
def test_an_id_of_another_form_is_refused(kind: str, written: str) -> None:
    with pytest.raises(Reject) as refused:
        normalized(kind, written)
    assert refused.value.field == f"identifiers.{kind}"


@given(st.sampled_from(sorted([*NORMALIZERS, "phone", "other"])), st.text(max_size=30))
def test_normalizing_ends_in_a_value_that_stays_or_in_a_reject(kind: str, written: str) -> None:
    try:
        once = normalized(kind, written)
    except Reject:
        return
    assert normalized(kind, once) == once


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86"]))
def test_a_mobile_of_china_is_taken_exactly_when_libphonenumber_takes_it(
    digits: str, prefix: str
) -> None:
    valid = phonenumbers.is_valid_number(phonenumbers.parse(f"+86{digits}", None))
    try:
        assert normalized("phone", prefix + digits) == f"+86{digits}"
    except Reject:
        assert not valid
    else:
        assert valid
