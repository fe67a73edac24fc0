from resolvers.comparisons import Description
from resolvers.matching import load_model, score
from resolvers.matching.loading import SHIPPED

SOCIAL = load_model()
PERSON = load_model(SHIPPED / "person.json")


def account(**values: str) -> Description:
    return Description({field: (value,) for field, value in values.items()})


def test_a_social_account_with_a_masked_phone_is_the_customer_with_the_whole_one() -> None:
    shop = account(name="王女士", phone="139****5678", city="杭州市")
    crm = account(name="王小丽", phone="+8613912345678", city="浙江杭州")
    other = account(name="李强", phone="+8613912345678", city="上海")
    of_one, of_two = score(SOCIAL, [shop, shop], [crm, other])
    assert of_one > 4
    assert of_two < -2


def test_who_shares_a_phone_is_not_known_better_by_its_place_and_surname() -> None:
    here = account(name="王女士", phone="+8613912345678", city="杭州")
    there = account(name="王女士", phone="+8613912345678")
    assert score(SOCIAL, [here], [here]) == score(SOCIAL, [there], [there])
    names = [account(name="王女士", city="杭州"), account(name="王女士")]
    in_one_place, in_any = score(SOCIAL, names, names)
    assert in_any < in_one_place


def test_a_common_name_or_nickname_says_less() -> None:
    names = [account(name=name) for name in ("张伟", "东方朔月")]
    common, rare = score(SOCIAL, names, names)
    assert common < rare - 3
    nicknames = [account(nickname=name) for name in ("微信用户", "momo", "爱吃火锅的猫")]
    given_out, too, chosen = score(SOCIAL, nicknames, nicknames)
    assert max(given_out, too) < 0 < chosen


def test_a_person_is_known_in_spite_of_a_slip_and_swapped_names() -> None:
    left = account(given_name="georgia", surname="hague", birthday="1956-04-09", postcode="2119")
    right = account(given_name="hague", surname="georgia", birthday="1956-04-08", postcode="2119")
    other = account(given_name="olivia", surname="noack", birthday="1971-12-30", postcode="2119")
    same, different = score(PERSON, [left, left], [right, other])
    assert same > 4
    assert different < 0
