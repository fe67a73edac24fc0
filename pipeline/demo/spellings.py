"""How one customer is written on different platforms: nicknames, partial names, masked phones."""

from random import Random

from pypinyin import lazy_pinyin

from pipeline.demo import names

_DECORATIONS = (
    ("☆", "☆"), ("丶", ""), ("", "ゞ"), ("🌸", ""), ("", "🍀"), ("✨", "✨"), ("", "~"), ("_", "_"),
    ("", "🐱"), ("♡", ""),
)  # fmt: skip
_SHOPS = ("的杂货铺", "小号", "本人", "呀", "_official")

PROVINCES = {
    "上海": "上海", "北京": "北京", "广州": "广东", "深圳": "广东", "杭州": "浙江", "成都": "四川",
    "武汉": "湖北", "南京": "江苏", "西安": "陕西", "重庆": "重庆", "苏州": "江苏", "长沙": "湖南",
}  # fmt: skip


def another_name(random: Random, nickname: str, given: str) -> str:
    """The nickname in one more spelling; at times another altogether."""
    if random.random() < 0.06:
        return names.nickname(random, given)
    return screen_name(random, nickname)


def screen_name(random: Random, nickname: str) -> str:
    """The nickname as it looks on one more platform: often the same, seldom in pinyin."""
    chance = random.random()
    if chance < 0.45:
        return nickname
    if chance < 0.68:
        before, after = random.choice(_DECORATIONS)
        return f"{before}{nickname}{after}"
    if chance < 0.86:
        return f"{nickname}{random.choice(('', '_'))}{random.randrange(1, 2010)}"
    if chance < 0.94:
        return "".join(lazy_pinyin(nickname))
    return nickname + random.choice(_SHOPS)


def partial_name(random: Random, name: str, gender: str) -> str:
    """A name as shops address and marketplaces mask it: 王女士, 林**, 王*明."""
    if random.random() < 0.4:
        return name[0] + ("女士" if gender == "f" else "先生")
    if len(name) > 2 and random.random() < 0.4:
        return f"{name[0]}*{name[-1]}"
    return name[0] + "*" * (len(name) - 1)


def masked_phone(phone: str) -> str:
    """`138****1234`, as marketplaces and parcel services show numbers."""
    return f"{phone[:3]}****{phone[-4:]}"


def place(random: Random, city: str) -> str:
    """A city as people and forms write it."""
    return random.choice((city, city, f"{city}市", f"{PROVINCES[city]}{city}"))


def date(random: Random, birthday: str) -> str:
    """An ISO date, or as spreadsheets and forms write it."""
    year, month, day = birthday.split("-")
    return random.choice((birthday, birthday, f"{year}/{int(month)}/{int(day)}"))
