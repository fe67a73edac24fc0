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
_LIVE_COMMENTS = (
    "{product}多少钱", "还有货吗", "主播试一下{product}", "敏感肌能用吗", "链接发一下",
    "刚拍了两件", "发什么快递", "有小样送吗", "比昨天便宜吗", "主播讲一下{product}",
    "油皮适合哪个", "已下单",
)  # fmt: skip
_REVIEWS = {
    1: ("收到{product}瓶子漏了,差评", "等了十天才到,太慢了", "用完过敏,客服不理人"),
    3: ("{product}一般般,没有想象的好", "包装有点简单", "香味太浓了"),
    5: ("{product}很好用,已回购", "物流快,包装好", "敏感肌也能用,推荐", "送朋友的,很喜欢"),
}
_REPLIES = (
    "亲,已经帮您查询,今天发出哦", "您好,{product}敏感肌可以用的", "非常抱歉,马上为您处理",
    "已为您登记,稍后有专员联系", "感谢您的支持~", "活动到本周日结束哦", "亲,请提供一下订单号",
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


def live_comment(random: Random) -> str:
    """What a viewer of a live room writes."""
    return _filled(random, _LIVE_COMMENTS)


def review(random: Random, stars: int) -> str:
    """A review of 1, 3 or 5 stars."""
    return _filled(random, _REVIEWS[stars])


def reply(random: Random) -> str:
    """What the brand answers."""
    return _filled(random, _REPLIES)


def stars(random: Random) -> int:
    """1, 3 or 5; customers are content as a rule."""
    return random.choice((5, 5, 5, 5, 5, 5, 3, 3, 1))


def order_id(random: Random) -> str:
    return f"SO20260101{random.randrange(1_000_000):06d}"


def product_id(random: Random) -> str:
    return random.choice(list(PRODUCTS))


def _filled(random: Random, templates: tuple[str, ...], phone: str = "", email: str = "") -> str:
    title, _ = PRODUCTS[product_id(random)]
    return random.choice(templates).format(
        product=title, order=order_id(random), phone=phone, email=email
    )
