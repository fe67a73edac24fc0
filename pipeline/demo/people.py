"""Who the customers are: the accounts that each has where, and what they state there.

Nothing here says which platform shows what to whom: that is the business of `payloads`.
"""

from dataclasses import dataclass, field

OFFICIAL_ACCOUNTS = {"wx6b0e4d2a97c815f3": "oLmP41", "wx91c7d05ae2b8463f": "oTq7Rk"}
"""AppIDs of the brand's two WeChat Official Accounts, with how their openids begin."""

OPEN_PLATFORM = "wxop-demo"
"""The Open Platform account to which both are bound: one unionid for a person in both."""

SITE = "shop"
"""The web shop."""

JUNK_EMAILS = ("test@example.com", "none@example.com", "admin@example.com", "无")
ZERO_ADVERTISING_ID = "00000000-0000-0000-0000-000000000000"
"""What every iPhone whose owner forbade tracking answers."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser, or the shop's app where it has a device id."""

    anonymous_id: str
    user_agent: str
    device_id: str | None = None
    advertising_id: str | None = None


@dataclass(frozen=True, slots=True)
class CrmRecord:
    """One record of the CRM; what a person's second record states differs from the first.

    Records from a marketplace have the name in part and the phone masked, as it shows them.
    """

    record_id: str
    channel: str
    name: str = ""
    nickname: str = ""
    gender: str = ""
    birthday: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    wechat_id: str = ""
    unionid: str = ""
    weibo_uid: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One customer. Empty values are accounts or contact data that the person does not have.

    `profile` is what the shop's own form says at login, `request` what was left in a form without
    a login; both by name of the trait.
    """

    number: int
    name: str
    gender: str
    birthday: str
    city: str
    nickname: str
    phone: str
    email: str
    unionid: str
    wechat_id: str
    openids: dict[str, str]
    weibo_uid: str
    browsers: tuple[Browser, ...]
    user_id: str
    uses_wechat_login: bool
    weibo_name: str = ""
    weibo_location: str = ""
    profile: dict[str, str] = field(default_factory=dict)
    request: dict[str, str] = field(default_factory=dict)
    borrowed_browser: Browser | None = None
    crm_records: tuple[CrmRecord, ...] = ()
