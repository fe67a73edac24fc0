"""Connectors of other packages, installed as `pip` leaves them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.installed import with_installed
from connectors.registry import PLATFORMS
from schemas.errors import Fatal

MODULE = """
from connectors.sdk.platform import Platform
from connectors.sdk.reading import Ignored

PLATFORM = Platform("acme", lambda raw: Ignored("test"), {"test": Ignored("test")})
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    monkeypatch.syspath_prepend(tmp_path)

    def write(
        module: str = MODULE, name: str = "acme", distribution: str = "guiyi-acme", at: str = "one"
    ) -> None:
        (tmp_path / f"{at}_acme.py").write_text(module)
        sys.modules.pop(f"{at}_acme", None)
        information = tmp_path / f"{distribution.replace('-', '_')}-1.2.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Name: {distribution}\nVersion: 1.2\n")
        (information / "entry_points.txt").write_text(
            f"[guiyi.connectors]\n{name} = {at}_acme:PLATFORM\n"
        )

    return write


def told(own: bool = False) -> str:
    with pytest.raises(Fatal) as error:
        with_installed(PLATFORMS if own else {})
    return str(error.value)


def test_an_installed_connector_stands_beside_ours(install: Install) -> None:
    install()
    platforms = with_installed(PLATFORMS)
    assert [*platforms] == [*PLATFORMS, "acme"]
    assert platforms["acme"].name == "acme"


@pytest.mark.parametrize(
    ("module", "trouble"),
    [
        ("import not_there", "ModuleNotFoundError: No module named 'not_there'"),
        ("1 / 0", "ZeroDivisionError"),
        ("", "has no attribute 'PLATFORM'"),
        ("PLATFORM = 1", "expected a connectors.sdk.platform.Platform"),
        (MODULE.replace('"acme"', '"emca"'), "its Platform is named emca"),
    ],
)
def test_a_broken_one_is_told_with_its_distribution(
    install: Install, module: str, trouble: str
) -> None:
    install(module)
    message = told()
    assert message.startswith("the connector acme of guiyi-acme 1.2 (one_acme:PLATFORM)")
    assert trouble in message


def test_two_of_one_name_are_told_with_both_distributions(install: Install) -> None:
    install()
    install(distribution="guiyi-other", at="two")
    assert "acme of guiyi-other 1.2" in told()
    assert "guiyi-acme 1.2 brings" in told()


def test_none_takes_the_place_of_one_of_ours(install: Install) -> None:
    install(MODULE.replace("acme", "weibo"), name="weibo")
    assert "one that guiyi itself brings" in told(own=True)


def test_a_name_that_no_topic_may_have_is_told(install: Install) -> None:
    install(name="Acme-1")
    assert "lower-case letters" in told()
