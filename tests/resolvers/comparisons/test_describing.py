from resolvers.accounts import fold
from resolvers.comparisons import Description, describe
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


def test_a_description_is_read_back_as_it_was() -> None:
    description = Description({"name": ("王伟",), "phone": ("1", "2")})
    assert Description.from_json(description.to_json()) == description
