"""What customers write, from templates. Some of them give away a phone number or an address."""

from random import Random

PRODUCTS = {
    "8801": ("保湿面霜 50ml", 12800),
    "8802": ("氨基酸洁面乳", 8900),
    "8803": ("玻尿酸精华液", 19900),
    "8804": ("防晒霜 SPF50+", 9900),
    "8805": ("补水面膜 10片", 7900),
    "8806": ("舒缓爽肤水", 11900),
}
"""Products of the shop: title and price in fen."""

_MESSAGES = (
    "请问{product}有货吗?", "{product}敏感肌可以用吗", "会员日几点开始?", "积分怎么兑换礼品?",
    "上海有线下门店吗", "{product}和上次活动价格一样吗", "什么时候发货呀,订单{order}",
    "快递三天没动了,帮我查一下{order}", "收到的{product}瓶子漏了,要求退款!",
    "用了{product}过敏了,客服一直不回复,太失望了", "想退货,{order},怎么操作", "能改收货地址吗?",
    "{product}真的好用,已经回购三次了", "包装很用心,谢谢客服小姐姐~",
    "我的手机号是{phone},帮我绑定会员", "发票发到{email}可以吗", "你好", "在吗", "谢谢",
    "好的,知道了", "开通会员有什么优惠?", "双十一买的保价吗", "送人的话可以包装成礼盒吗",
    "再不处理我就投诉了!!!", "请转人工",
)  # fmt: skip
_COMMENTS = (
    "链接打不开了[泪]", "求补货!!", "这次的{product}包装好好看", "已下单[心]", "价格又涨了…",
    "比上一代好用", "客服态度太差了[怒]", "什么时候出小样啊", "抽我抽我[抱抱]", "油皮可以用吗",
    "被种草了[赞]", "发货太慢了吧,一周了还没到", "用完烂脸,慎入", "无限回购", "代言人好帅啊啊啊",
)  # fmt: skip
_MENTIONS = (
    "@示例品牌 的{product}用完了,求补货", "今天收到@示例品牌 的快递,开心[哈哈]",
    "@示例品牌 客服失踪了吗?订单{order}一直不发货",
    "姐妹们@示例品牌 的{product}真的可以冲 #护肤分享#",
    "空瓶记:@示例品牌 {product},中规中矩吧", "避雷@示例品牌 ,{product}闷痘",
)  # fmt: skip


def message(random: Random, *, phone: str, email: str) -> str:
    """A message to customer service."""
    return _filled(random, _MESSAGES, phone=phone, email=email)


def comment(random: Random) -> str:
    """A comment under a post of the brand."""
    return _filled(random, _COMMENTS)


def mention(random: Random) -> str:
    """A post of the customer's own that mentions the brand."""
    return _filled(random, _MENTIONS)


def order_id(random: Random) -> str:
    return f"SO20260101{random.randrange(1_000_000):06d}"


def product_id(random: Random) -> str:
    return random.choice(list(PRODUCTS))


def _filled(random: Random, templates: tuple[str, ...], phone: str = "", email: str = "") -> str:
    title, _ = PRODUCTS[product_id(random)]
    return random.choice(templates).format(
        product=title, order=order_id(random), phone=phone, email=email
    )
