from resolvers.accounts import fold
from resolvers.comparisons import Description, describe
from resolvers.policy import load_policy
from tests.resolvers.strategies import SMALL_POLICY, event


def test_an_account_is_described_by_what_holds_and_is_asked_for() -> None:
    state = fold(
        None,
        [
            event("1", "web:shop:1", ("phone", "1"), ("email", "2"), traits={"name": "王伟"}),
            event("2", "web:shop:1", ("phone", "2"), ("phone", "0"), traits={"city": " "}),
        ],
    )
    description = describe(state, SMALL_POLICY, {"name", "phone", "city"})
    assert description.content == {"name": ("王伟",), "phone": ("1", "2")}


def test_what_is_blocked_describes_nobody() -> None:
    described = [
        describe(fold(None, [event("1", "weibo:global:1", traits=traits)]), load_policy(), traits)
        for traits in ({"name": "未知"}, {"nickname": "微信用户"}, {"nickname": "✨平安是福88"})
    ]
    assert not any(each.content for each in described)


def test_a_description_is_read_back_as_it_was() -> None:
    description = Description({"name": ("王伟",), "phone": ("1", "2")})
    assert Description.from_json(description.to_json()) == description
