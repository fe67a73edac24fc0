from pathlib import Path

import pytest

from resolvers.policy import Strength, load_policy
from schemas.errors import Fatal

MINIMAL = """
identifiers:
  phone: {strength: strong, priority: 1}
default: {strength: weak}
max_accounts_per_profile: 10
match_threshold: 10
review_threshold: 5
"""


def written(path: Path, text: str) -> Path:
    file = path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_type_the_policy_does_not_name_is_weak(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, MINIMAL))
    assert policy.rule("phone").strength is Strength.STRONG
    assert policy.rule("shoe_size").strength is Strength.WEAK


def test_equal_content_has_one_version_however_it_is_written(tmp_path: Path) -> None:
    version = load_policy(written(tmp_path, MINIMAL)).version
    reordered = "\n".join(
        reversed(
            MINIMAL.replace("identifiers:\n  phone:", "identifiers: {phone:")
            .replace("priority: 1}", "priority: 1}}")
            .splitlines()
        )
    )
    assert load_policy(written(tmp_path, reordered)).version == version
    changed = MINIMAL.replace("priority: 1", "priority: 2")
    assert load_policy(written(tmp_path, changed)).version != version


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("strength: strong", "strength: steel", "identifiers.phone.strength"),
        ("priority: 1", "priority: first", "identifiers.phone.priority"),
        ("priority: 1", "max_acounts: 3", "identifiers.phone.max_acounts"),
        ("priority: 1", "blocked: ['(']", "identifiers.phone.blocked.0"),
        ("match_threshold: 10\n", "", "match_threshold"),
        ("review_threshold: 5", "review_threshold: 50", "not above match_threshold"),
        ("default:", "default: [", "YAML"),
    ],
)
def test_a_wrong_policy_says_where_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, place: str
) -> None:
    with pytest.raises(Fatal) as stopped:
        load_policy(written(tmp_path, MINIMAL.replace(right, wrong)))
    assert place in str(stopped.value)
    assert "policy.yaml" in str(stopped.value)


def test_a_missing_policy_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="nowhere"):
        load_policy(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+8613800138000"),
        ("phone", "+8613333333333"),
        ("email", "test@qq.com"),
        ("email", "aaaa@qq.com"),
        ("user_id", "Anonymous"),
        ("member_no", "null"),
        ("crm_id", "0000"),
        ("national_id", "111111111"),
        ("shoe_size", "unknown"),
    ],
)
def test_the_shipped_policy_blocks_what_is_nobodys(kind: str, value: str) -> None:
    assert load_policy().is_blocked(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "+8613912345678"), ("email", "tester@qq.com"), ("user_id", "1"), ("user_id", "10")],
)
def test_the_shipped_policy_lets_ordinary_values_speak(kind: str, value: str) -> None:
    assert not load_policy().is_blocked(kind, value)
