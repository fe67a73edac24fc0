import pytest

from resolvers.comparisons import COMPARISONS, Description
from resolvers.comparisons.birthday import Birthday
from resolvers.comparisons.chinese_name import ChineseName
from resolvers.comparisons.email import Email
from resolvers.comparisons.exact import Exact
from resolvers.comparisons.gender import Gender
from resolvers.comparisons.network import Network
from resolvers.comparisons.nickname import Nickname
from resolvers.comparisons.phone import Phone
from resolvers.comparisons.place import Place
from resolvers.comparisons.postcode import Postcode
from resolvers.comparisons.prefix import Prefix
from resolvers.comparisons.set_overlap import SetOverlap
from resolvers.comparisons.spelling import DamerauLevenshtein, JaroWinkler
from resolvers.comparisons.tokens import Tokens
from tests.resolvers.comparisons.levels import level, level_of

ONE = ("field",)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("F", " f", "equal"),
        ("f", "m", "else"),
        ((), "m", "null"),
        ((" ",), "m", "null"),
        (("a", "b"), ("c", "b"), "equal"),
        (("a", "b"), ("c", "d"), "else"),
    ],
)
def test_exact(left: str | tuple[str, ...], right: str, expected: str) -> None:
    assert level(Exact(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("female", "女", "equal"),
        ("M", "先生", "equal"),
        ("M", "王先生", "equal"),
        ("王女士", "男", "else"),
        ("王小明", "男", "null"),
        ("female", "男", "else"),
        ("unknown", "男", "null"),
    ],
)
def test_gender(left: str, right: str, expected: str) -> None:
    assert level(Gender(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("mitchell", "Mitchell", "equal"),
        ("mitchell", "mitchel", ">=0.92"),
        ("mitchell", "mitchum", ">=0.8"),
        ("mitchell", "green", "else"),
    ],
)
def test_jaro_winkler(left: str, right: str, expected: str) -> None:
    assert level(JaroWinkler(fields=ONE, thresholds=(0.92, 0.8)), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("georgia", "hague"), ("hague", "georgia"), "elsewhere"),
        (("georgia", "hague"), ("hague", None), "elsewhere"),
        (("georgia", None), ("georgia", "hague"), "equal"),
        (("georgia", "hague"), ("georgie", None), ">=0.9"),
        ((None, "hague"), ("georgia", "hague"), "null"),
        ((None, "hague"), (None, "hague"), "null"),
        (("georgia", "hague"), ("olivia", "noack"), "else"),
    ],
)
def test_a_value_may_stand_elsewhere(
    left: tuple[str | None, str | None], right: tuple[str | None, str | None], expected: str
) -> None:
    comparison = JaroWinkler(fields=("given",), thresholds=(0.9,), elsewhere=("surname",))
    one, other = (
        Description(
            {
                name: (value,)
                for name, value in zip(("given", "surname"), names, strict=True)
                if value
            }
        )
        for names in (left, right)
    )
    assert level_of(comparison, one, other) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("wallaby", "wallaby", "equal"),
        ("wallaby", "wlalaby", "<=1"),
        ("wallaby", "walaaby", "<=1"),
        ("wallaby", "walaby x", "else"),
        ("wallaby", "walabyx", "<=2"),
    ],
)
def test_damerau_levenshtein(left: str, right: str, expected: str) -> None:
    assert level(DamerauLevenshtein(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1956-04-09", "1956年4月9日", "equal"),
        ("1956-04-09", "19560409", "equal"),
        ("9/4/1956", "1956-04-09", "equal"),
        ("1956-04-09", "1956-09-04", "day and month swapped"),
        ("1956-04-09", "1965-04-09", "one slip"),
        ("1956-04-09", "1956-11-30", "same year"),
        ("1956-04-09", "1937-04-09", "two slips"),
        ("1956-04-09", "1971-12-28", "else"),
        ("1956-04-09", "?", "null"),
    ],
)
def test_birthday(left: str, right: str, expected: str) -> None:
    assert level(Birthday(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("+8613912345678", "139 1234 5678", "equal"),
        ("+8613912345678", "139****5678", "masked alike"),
        ("139****5678", "139****5678", "masked alike"),
        ("+8613912345678", "139****5679", "else"),
        ("+8613912345678", "+8613912345687", "one slip"),
        ("+8613912345678", "+8615012345678", "last 7"),
        ("+8613912345678", "+8613812349999", "else"),
        ("+8613912345678", "*******5678", "null"),
    ],
)
def test_phone(left: str, right: str, expected: str) -> None:
    assert level(Phone(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("li@qq.com", "LI+shop@qq.com", "equal"),
        ("li@qq.com", "li@163.com", "same local part"),
        ("wangxiaoming@qq.com", "wangxiaomin@163.com", "similar local part"),
        ("li@qq.com", "zhao@qq.com", "else"),
    ],
)
def test_email(left: str, right: str, expected: str) -> None:
    assert level(Email(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("張偉", "张伟", "equal"),
        ("王 小明", "王小明", "equal"),
        ("张伟", "章玮", "homophone"),
        ("张伟", "Zhang Wei", "homophone"),
        ("王女士", "王丽", "partial"),
        ("王女士", "王女士", "partial"),
        ("欧阳先生", "欧阳明", "partial"),
        ("王*明", "王小明", "partial"),
        ("王**", "王小明", "partial"),
        ("王**", "王明", "surname"),
        ("*明", "王小明", "else"),
        ("王小明", "王小亮", "one character"),
        ("王伟", "王丽", "surname"),
        ("王女士", "李丽", "else"),
        ("王伟", "李娜", "else"),
        ("先生", "李娜", "null"),
    ],
)
def test_chinese_name(left: str, right: str, expected: str) -> None:
    assert level(ChineseName(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("✨爱吃火锅的猫✨", "爱吃火锅的猫", "equal"),
        ("sunny_day1990", "SunnyDay 1990", "equal"),
        ("丶小甜甜灬", "小 甜甜", "equal but short"),
        ("爱吃火锅的猫88", "爱吃火锅的猫_2024", "same core"),
        ("爱吃火锅的猫", "aichihuoguodemao", "same sound"),
        ("sunnyday_girl", "sunnyday_girls", "similar"),
        ("小甜甜88", "小甜甜_2024", "alike but short"),
        ("小甜甜", "xiaotiantian", "alike but short"),
        ("糖桃做饭记", "糖桃做饭记_official", "similar"),
        ("小甜甜", "大老虎", "else"),
        ("✨✨", "小甜甜", "null"),
    ],
)
def test_nickname(left: str, right: str, expected: str) -> None:
    assert level(Nickname(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("杭州市", "杭州", "equal"),
        ("浙江省杭州市", "浙江 杭州", "equal"),
        ("浙江杭州", "杭州", "contains"),
        ("杭州", "上海", "else"),
        ("浙江", "杭州", "null"),
        ("浙江", "江苏南京", "else"),
        ("浙江", "江苏", "else"),
    ],
)
def test_place(left: str, right: str, expected: str) -> None:
    assert level(Place(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("13 W. 54th St.", "st 54th, 13 w", "equal"),
        ("12 main street north", "12 main street", ">=0.7"),
        ("文三路100号", "西湖区文三路100号", ">=0.4"),
        ("12 main street", "7 oak lane", "else"),
    ],
)
def test_tokens(left: str, right: str, expected: str) -> None:
    assert level(Tokens(fields=ONE), left, right) == expected


def test_tokens_may_be_spelt_alike() -> None:
    one, other = "philippe's the original", "original phillippe the"
    assert level(Tokens(fields=ONE), one, other) == ">=0.4"
    assert level(Tokens(fields=ONE, typos=True), one, other) == ">=0.7"
    assert level(Tokens(fields=ONE, typos=True), "the red cat", "the rod cot") == ">=0.2"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("TQ13 8DF", "tq138df", "equal"),
        ("2119", "2191", "one slip"),
        ("310012", "310053", "first 2"),
        ("310012", "200000", "else"),
    ],
)
def test_postcode(left: str, right: str, expected: str) -> None:
    assert level(Postcode(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("114.114.114.114", "114.114.114.114", "equal"),
        ("114.114.114.1", "114.114.114.2", "same network"),
        ("114.114.1.1", "114.114.2.1", "same region"),
        ("114.114.1.1", "223.5.5.5", "else"),
        ("114.114.1.1", "2400:3200::1", "else"),
        ("192.168.1.2", "192.168.1.2", "null"),
        ("somewhere", "somewhere", "null"),
    ],
)
def test_network(left: str, right: str, expected: str) -> None:
    assert level(Network(fields=ONE), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("abcd-1234", "abcd-1234", "equal"),
        ("abcd-1234", "abcd-1299", "first 6"),
        ("abcd-1234", "abcx-1234", "first 3"),
        ("abcd-1234", "xxxx-1234", "else"),
    ],
)
def test_prefix(left: str, right: str, expected: str) -> None:
    assert level(Prefix(fields=ONE, lengths=(6, 3)), left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("a", "b"), ("b", "a"), "equal"),
        (("a", "b"), ("b", "c", "d"), ">=0.5"),
        (("a", "b", "c"), ("c", "d", "e"), "some"),
        (("a", "b"), ("c",), "else"),
        ((), ("c",), "null"),
    ],
)
def test_set_overlap(left: tuple[str, ...], right: tuple[str, ...], expected: str) -> None:
    assert level(SetOverlap(fields=ONE), left, right) == expected


def test_every_comparison_is_registered_by_its_kind() -> None:
    for kind, comparison in COMPARISONS.items():
        built = comparison(kind=kind, fields=ONE)
        assert (built.kind, built.levels[-1], built.name) == (kind, "else", f"field:{kind}")
