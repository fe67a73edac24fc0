"""The brand's accounts on the platforms. Every key is invented and opens nothing."""

from pipeline.demo.people import OFFICIAL_ACCOUNTS, SITE
from pipeline.simulator.wechat import WechatAccount

_SERVICE, _SUBSCRIPTION = OFFICIAL_ACCOUNTS

WECHAT = {
    "service": WechatAccount(
        _SERVICE, "demoTokenService", "ZGVtb0Flc0tleUZvckd1aXlpRGVtb0FlczMyQnl0ZXM"
    ),
    "subscription": WechatAccount(_SUBSCRIPTION, "demoTokenSubscription"),
}
"""Source name -> the account: one in safe mode, one in plain mode."""

WEIBO = "brand"
WEB = SITE

WECHAT_APP_SECRET = "demo-app-secret-wechat"  # noqa: S105 (invented)
WEIBO_APP_SECRET = "demo-app-secret-weibo"  # noqa: S105 (invented)
WEIBO_ACCESS_TOKEN = "demo-access-token-weibo"  # noqa: S105 (invented)
WEB_WRITE_KEY = "demo-write-key"

ONE_ROUND_SECONDS = 86_400
"""Between two polls: the day is over when everything was polled once."""

CALLS_PER_SECOND = 500
"""What the simulated platforms allow, so that a day does not last one."""

DAYS_BACK = 4
"""How far the first polls reach: beyond the day."""
