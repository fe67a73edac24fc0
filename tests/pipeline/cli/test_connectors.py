"""`guiyi connectors` as it is typed."""

import os
import subprocess
import sys
from pathlib import Path

from pipeline.simulator.serving import served
from pipeline.simulator.weibo import WeiboEnd

ROOT = Path(__file__).parents[3]
GUIYI = (sys.executable, "-m", "pipeline.cli", "connectors")


def guiyi(*arguments: str, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What it prints where `path` is among the places of packages."""
    return subprocess.run(
        (*GUIYI, *arguments),
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{path}", "COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_broken_connector_of_another_package_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken-1.0.dist-info").mkdir()
    (tmp_path / "broken-1.0.dist-info" / "METADATA").write_text("Name: broken\nVersion: 1.0\n")
    (tmp_path / "broken-1.0.dist-info" / "entry_points.txt").write_text(
        "[guiyi.connectors]\nacme = not_there:PLATFORM\n"
    )
    ran = guiyi("list", path=tmp_path)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "the connector acme of broken 1.0" in ran.stderr


CONFIGURED = """
weibo:
  brand:
    uid: "26"
    app_secret: ${WEIBO_SECRET}
    access_token: ${WEIBO_TOKEN}
    base_url: %s
"""


def test_no_name_is_cut_off_on_a_narrow_terminal(tmp_path: Path) -> None:
    file = tmp_path / "connectors.yaml"
    account = "the_brands_own_account"
    file.write_text((CONFIGURED % "https://api.weibo.com").replace("brand:", f"{account}:"))
    variables = {"WEIBO_SECRET": "x", "WEIBO_TOKEN": "x", "GUIYI_CONNECTORS_FILE": str(file)}
    listed = guiyi("list", path=tmp_path, COLUMNS="80", **variables).stdout
    assert "…" not in listed
    columns = zip(*(line.split("│") for line in listed.splitlines() if "│" in line), strict=True)
    _, platforms, accounts, *_ = ("".join(map(str.strip, column)) for column in columns)
    assert "wechat_miniprogram" in platforms
    assert account in accounts


def test_what_a_platform_has_to_be_told_and_tells_is_described(tmp_path: Path) -> None:
    described = guiyi("describe", "douyin", path=tmp_path, COLUMNS="80").stdout
    assert "comments_interval_seconds" in described
    assert "item_comment_reply" in described
    assert "…" not in described.partition("│")[2]


def test_check_tells_of_each_account_and_fails_where_there_is_trouble(tmp_path: Path) -> None:
    file = tmp_path / "connectors.yaml"
    variables = {
        "GUIYI_CONNECTORS_FILE": str(file),
        "GUIYI_DATA_DIR": str(tmp_path / "data"),
        "WEIBO_SECRET": "secret-of-the-app",
        "WEIBO_TOKEN": "token-of-the-brand",
    }
    for accepted, code in (("token-of-the-brand", 0), ("another", 1)):
        with served(WeiboEnd(access_token=accepted).app) as url:
            file.write_text(CONFIGURED % url)
            ran = guiyi("check", "weibo", path=tmp_path, **variables)
        assert ran.returncode == code
        assert "answers at /weibo/brand" in ran.stdout
        assert ("authorize again" in ran.stdout) == (code == 1)
        for secret in ("secret-of-the-app", "token-of-the-brand"):
            assert secret not in ran.stdout + ran.stderr


def test_check_says_that_there_is_nothing_to_check(tmp_path: Path) -> None:
    ran = guiyi("check", path=tmp_path, GUIYI_DATA_DIR=str(tmp_path / "data"))
    assert ran.returncode == 1
    assert "no account is configured" in ran.stderr


def test_check_tells_by_line_what_is_wrong_in_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "connectors.yaml"
    file.write_text("weibo:\n  brand:\n    app_secret: plain\n")
    ran = guiyi("check", path=tmp_path, GUIYI_CONNECTORS_FILE=str(file))
    assert ran.returncode == 1
    assert f"{file}:3: weibo.brand.app_secret" in ran.stderr
    assert "plain" not in ran.stderr
