"""Invented names and ids: what people are called, and what platforms call them."""

from random import Random

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许"
    "韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
_GIVEN = {
    "f": "芳娜敏静丽艳娟霞秀玲桂兰雪梅婷慧莹倩颖晴欣怡佳悦萱雨彤诗涵梓琪思瑶小满晓月若云清秋",
    "m": "伟强磊军洋勇杰涛超明刚平辉鹏飞宇浩然俊豪子轩博文志远建国一鸣天佑家栋晨阳嘉诚思源",
}
_NICKNAMES = (
    "不加糖", "爱喝茶", "的小店", "去旅行", "早点睡", "吃火锅", "在路上", "同学", "不熬夜",
    "爱猫咪", "要努力", "慢慢来", "晒太阳", "写日记", "今天也很开心",
    "减肥中", "是个好人", "养多肉",
)  # fmt: skip
_ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

CITIES = (
    "上海",
    "北京",
    "广州",
    "深圳",
    "杭州",
    "成都",
    "武汉",
    "南京",
    "西安",
    "重庆",
    "苏州",
    "长沙",
)


def surname(random: Random) -> str:
    return random.choice(_SURNAMES)


def given_name(random: Random, gender: str) -> str:
    """One or two characters, two more often."""
    characters = _GIVEN[gender]
    length = 1 if random.random() < 0.25 else 2
    return "".join(random.choice(characters) for _ in range(length))


def nickname(random: Random, given: str) -> str:
    """A screen name; it may say something of the given name, or nothing."""
    root = given if random.random() < 0.4 else random.choice("阿小大老糖喵柚子桃米南北")
    number = str(random.randrange(10, 2020)) if random.random() < 0.3 else ""
    return root + random.choice(_NICKNAMES) + number


def wechat_open_id(random: Random, prefix: str) -> str:
    """An openid or unionid: 28 characters, the first of which tell the app."""
    return prefix + "".join(random.choice(_ID_CHARACTERS) for _ in range(28 - len(prefix)))


def wechat_id(random: Random) -> str:
    """A 微信号: a letter and more."""
    letters = "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(6))
    return f"{letters}_{random.randrange(100, 99999)}"


def uuid(random: Random) -> str:
    """A UUID of version 4, from the given source of randomness."""
    digits = f"{random.getrandbits(128):032x}"
    return (
        f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{random.choice('89ab')}{digits[17:20]}"
        f"-{digits[20:]}"
    )
