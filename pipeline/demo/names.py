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
_ROOTS = (
    "阿小大老糖喵柚桃米南北橙栗松鹿鲸兔芒荔茶月星云雾"
    "风雪晚夏秋冬森林海山河木禾麦豆梨杏莓橘椰可乐布丁"
)
_NICKNAMES = (
    "不加糖", "爱喝茶", "的小店", "去旅行", "早点睡", "吃火锅", "在路上", "同学", "不熬夜",
    "爱猫咪", "要努力", "慢慢来", "晒太阳", "写日记", "今天也很开心", "减肥中", "是个好人",
    "养多肉", "爱拍照", "学画画", "不吃辣", "弹吉他", "看海去", "种草机", "打工人", "懒洋洋",
    "小确幸", "跑步吧", "做饭记", "追剧中", "没睡醒", "有点甜", "半糖主义", "一颗星", "的日常",
    "向日葵", "收集者", "爱逛街", "听雨声", "数星星", "开心果", "想放假", "会发光", "奶茶控",
    "泡泡糖", "不迟到", "读书会", "在人间",
)  # fmt: skip
_EVERYBODYS = ("微信用户", "平安是福", "花开富贵", "岁月静好", "momo", "随缘", "一帆风顺")
_ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_NETWORKS = (
    "130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "158",
    "159", "180", "182", "183", "185", "186", "187", "188", "189",
)  # fmt: skip
PHONES = len(_NETWORKS) * 10**8

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
    """A screen name; it may say something of the given name, or nothing. Some are everybody's."""
    if random.random() < 0.03:
        return random.choice(_EVERYBODYS)
    root = given if random.random() < 0.4 else random.choice(_ROOTS)
    if root != given and random.random() < 0.75:
        root += random.choice(_ROOTS)
    number = str(random.randrange(10, 2020)) if random.random() < 0.15 else ""
    return root + random.choice(_NICKNAMES) + number


def birthday(random: Random) -> str:
    """An ISO date; customers are 16 to 65 years old."""
    return (
        f"{random.randrange(1961, 2010)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    )


def phone(number: int) -> str:
    """One of the `PHONES` mobile numbers of the networks."""
    head, rest = divmod(number, 10**8)
    return f"{_NETWORKS[head]}{rest:08d}"


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
