import re
from pathlib import Path

import pytest

from connectors.config import load_sources
from connectors.registry import PLATFORMS
from connectors.web.source import WebSource
from schemas.errors import Fatal

EXAMPLES = Path(__file__).parents[2] / "deploy" / "connectors"
AES_KEY = "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSY"

SECRET_FORM = "${VARIABLE} or file:PATH"

RIGHT = """
web:
  shop:
    write_key: ${SHOP_KEY}
  app:
    write_key: file:%s
weibo:
  brand:
    uid: "2600000009"
    app_secret: ${SHOP_KEY}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_KEY", "from the environment")
    (tmp_path / "secret").write_text("from a file\n")
    path = tmp_path / "connectors.yaml"
    path.write_text(RIGHT % (tmp_path / "secret"))
    return path


def faults(file: Path, text: str) -> list[str]:
    file.write_text(text)
    with pytest.raises(Fatal) as error:
        load_sources(file)
    return str(error.value).replace(f"{file}:", "").splitlines()


def test_secrets_come_from_the_environment_and_from_files(file: Path) -> None:
    shop, app, _ = load_sources(file)
    assert isinstance(shop, WebSource)
    assert isinstance(app, WebSource)
    assert shop.write_key.get_secret_value() == "from the environment"
    assert app.write_key.get_secret_value() == "from a file"
    assert "from the environment" not in repr(shop)


def test_platforms_and_accounts_can_be_chosen(file: Path) -> None:
    assert [source.key for source in load_sources(file)] == ["web/shop", "web/app", "weibo/brand"]
    assert [source.key for source in load_sources(file, ["weibo", "web/app"])] == [
        "web/app",
        "weibo/brand",
    ]
    with pytest.raises(Fatal, match=r"web/app2: there is no such .*; did you mean `web/app`"):
        load_sources(file, ["web/app2"])


def test_of_accounts_that_are_not_named_nothing_is_asked(file: Path) -> None:
    file.write_text(
        "web:\n  shop: {write_key: '${SHOP_KEY}'}\n  other: {write_key: '${NOT_SET}'}\n"
        "weibo: {brand: {unknown: 1}}\nwebsite: {}\n"
    )
    assert [source.key for source in load_sources(file, ["web/shop"])] == ["web/shop"]
    with pytest.raises(Fatal, match="NOT_SET is not set"):
        load_sources(file, ["web"])
    with pytest.raises(Fatal, match="website: there is no such platform"):
        load_sources(file, ["website"])


def test_every_fault_is_told_with_its_line_and_field(file: Path) -> None:
    told = faults(
        file,
        "unknown:\n"
        "  a: {}\n"
        "web:\n"
        "  shop:\n"
        "    write_key: secret1234\n"
        "    unknown: 1\n"
        "  other: {write_key: '${NOT_SET}'}\n"
        "weibo:\n"
        "  brand:\n"
        "    interval_seconds: 60\n"
        "  brand:\n"
        "    uid: '1'\n"
        "  a b:\n"
        "    uid: '1'\n"
        "    name: brand\n"
        "    base_url: 2026-02-30\n"
        "crm: {}\n",
    )
    assert [fault.split(": ")[:2] for fault in told] == [
        ["1", "unknown"],
        ["5", "web.shop.write_key"],
        ["6", "web.shop.unknown"],
        ["7", "web.other.write_key"],
        ["9", "weibo.brand.uid"],
        ["11", "weibo.brand"],
        ["13", "weibo.a b"],
        ["15", "weibo.a b.name"],
        ["16", "weibo.a b.base_url"],
        ["16", "weibo.a b.base_url"],
        ["17", "crm"],
    ]
    assert "secret1234" not in "".join(told)


def test_what_is_misspelt_is_told_with_what_may_be_meant(file: Path) -> None:
    assert faults(
        file,
        "webo: {}\nweb:\n  shop:\n    write_key: 12345678\n    allowd_origins: []\n",
    ) == [
        "1: webo: there is no such platform; did you mean `weibo`?",
        f"4: web.shop.write_key: expected {SECRET_FORM}, a secret must not stand here itself",
        "5: web.shop.allowd_origins: there is no such setting; did you mean `allowed_origins`?",
    ]


@pytest.mark.parametrize("text", ["web: [", "- web", "web: shop", "web: {shop: key}"])
def test_what_is_no_configuration_is_told_by_line(file: Path, text: str) -> None:
    assert len(faults(file, text)) >= 1


def test_an_empty_file_configures_nothing(file: Path) -> None:
    file.write_text("# nothing yet\n")
    assert load_sources(file) == ()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="cannot be read"):
        load_sources(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_right(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret that has a form says so in its name."""
    for name in re.findall(r"\$\{(\w+)\}", path.read_text()):
        monkeypatch.setenv(name, AES_KEY if name.endswith("AES_KEY") else "secret")
    sources = load_sources(path)
    assert {source.platform for source in sources} == {path.stem}


def test_the_examples_show_every_platform() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yaml")} == {
        platform.name for platform in PLATFORMS.values() if platform.source
    }
