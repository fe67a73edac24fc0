import pytest

from resolvers.blocking.expression import Expression


@pytest.mark.parametrize(
    ("expression", "value", "parts"),
    [
        ("name", " Ｗang  Wei", ["wang wei"]),
        ("name|first:3", "wang", ["wan"]),
        ("name|last:4", "13812345678", ["5678"]),
        ("name|digits|last:4", "+86 138-1234-5678", ["5678"]),
        ("name|pinyin", "張偉", ["zhangwei"]),
        ("name|initials", "张伟", ["zw"]),
        ("name|initials", "John Smith", ["js"]),
        ("name|core", "☆小明☆_88", ["小明"]),
        ("name|core", "丶小明灬", ["小明"]),
        ("name|core", "8848", ["8848"]),
        ("name|simplified", "張偉", ["张伟"]),
        ("name|tokens", "12 Long Road, long", ["12", "long", "road"]),
        ("name|tokens|first:1", "Long Road", ["l", "r"]),
        ("name|sorted", "wei zhang", ["wei zhang"]),
        ("name|sorted", "zhang wei", ["wei zhang"]),
        ("name|soundex", "Robert", ["R163"]),
        ("name|metaphone", "Smith", ["SM0"]),
        ("name|year", "1990-05-01", ["1990"]),
        ("name|month_day", "19900501", ["0501"]),
        ("name|local", "Wei.Zhang@qq.com", ["wei.zhang"]),
        ("name|year", "90", []),
        ("name|digits", "none", []),
        ("name|whole", "王小明", ["王小明"]),
        ("name|whole", "王女士", []),
        ("name|whole", "王*明", []),
    ],
)
def test_a_value_becomes_what_has_to_be_equal(
    expression: str, value: str, parts: list[str]
) -> None:
    assert Expression.parse(expression).parts({"name": (value,)}) == tuple(parts)


def test_values_of_several_fields_count_as_one_fields() -> None:
    swapped = Expression.parse("given_name+surname")
    assert swapped.parts({"given_name": ("lee",), "surname": ("ann",)}) == ("ann", "lee")


@pytest.mark.parametrize("text", ["", "name|frist:3", "name|first:0", "name|first", "name+|year"])
def test_an_expression_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a transform, one of|a field"):
        Expression.parse(text)
