"""What `guiyi connectors new` writes is tested, checked and installed for real."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.connector_contract.topic import on_topic
from pipeline.embedded.addresses import environment
from pipeline.new_connector.writing import Kind, write_connector
from pipeline.settings import Settings
from schemas.errors import Fatal

ROOT = Path(__file__).parents[3]
KINDS: tuple[Kind, ...] = ("webhook", "poll", "file")
PACKAGES = ("schemas", "connectors", "resolvers", "pipeline", "tests", "benchmarks")
SECONDS = 500
OFFLINE = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check")
CONTRACT_AND_SAMPLES = ("pytest", "-q", "-p", "no:cacheprovider")
ONE_OF_EACH = "samples or answered_once or comes_once or each_row"
BREAKING: dict[Kind, tuple[str, str, str]] = {
    "webhook": ("receiver.py", 'request.headers.get("x-signature")', "expected"),
    "poll": ("comments.py", "if number > known", "if number"),
    "file": ("answers.py", "{digest(body.decode())}", "{datetime.now(UTC)}"),
}
"""Module, text and what it is replaced by, so that the connector no longer keeps the contract."""


def ran(
    folder: Path, *command: str, places: Sequence[Path] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (*places, ROOT)))
    return subprocess.run(
        (sys.executable, "-m", *command),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "MYPYPATH": path, "COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def tried(package: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """As `ran`, without pytest's plugins, which take seconds to load: the contract needs none."""
    return ran(package, *command, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")


def must(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_package_of_its_own_passes_its_tests_and_checks(
    kind: Kind, tmp_path: Path, mypy_cache: Path
) -> None:
    package = write_connector("ab", kind, tmp_path).package.parent
    commands = (
        CONTRACT_AND_SAMPLES,
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "--config", str(ROOT / "pyproject.toml"), "."),
        ("mypy", "--cache-dir", str(mypy_cache), "guiyi_ab", "guiyi_ab_tests"),
    )
    # Side by side: tests wait for brokers most of the time, and mypy needs it.
    with ThreadPoolExecutor() as on:
        for done in on.map(lambda command: tried(package, *command), commands):
            must(done)


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
def test_packages_of_their_own_are_tested_in_one_run(tmp_path: Path) -> None:
    names = ("ab", "cd", "ef")
    for name, kind in zip(names, KINDS, strict=True):
        write_connector(name, kind, tmp_path)
    packages = [f"guiyi-{name}" for name in names]
    # The whole contract is kept above; here that all of it is found.
    told = must(tried(tmp_path, *CONTRACT_AND_SAMPLES, "-rp", "-k", ONE_OF_EACH, *packages))
    for name in names:
        assert f"guiyi_{name}_tests/test_contract.py" in told
        assert f"guiyi_{name}_tests/test_samples.py" in told


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
def test_what_is_written_into_the_repository_passes_its_tests_and_checks(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    written = [
        write_connector(name, kind, tmp_path)
        for name, kind in zip(("a_rather_long_name", "made", "zz"), KINDS, strict=True)
    ]
    folders = [str(places.tests.relative_to(tmp_path)) for places in written]
    # The whole contract is kept above; here that all of it is found where it was put.
    must(ran(tmp_path, "pytest", *folders, "-k", ONE_OF_EACH, places=(tmp_path,)))
    must(ran(tmp_path, "ruff", "format", "--check", "."))
    must(ran(tmp_path, "ruff", "check", "."))


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_connector_that_breaks_the_contract_fails_its_tests(kind: Kind, tmp_path: Path) -> None:
    module, right, wrong = BREAKING[kind]
    places = write_connector("ab", kind, tmp_path)
    path = places.package / module
    assert right in path.read_text()
    path.write_text(path.read_text().replace(right, wrong))
    done = tried(places.package.parent, *CONTRACT_AND_SAMPLES, "-x")
    assert done.returncode == 1
    assert "test_contract.py" in done.stdout


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
def test_an_installed_package_is_found_and_described(tmp_path: Path) -> None:
    package = write_connector("acme_shop", "webhook", tmp_path).package.parent
    site = tmp_path / "site"
    install = ("pip", "install", "--quiet", *OFFLINE, "--target")
    must(ran(tmp_path, *install, str(site), str(package)))
    sources = {
        "GUIYI_CONNECTORS_FILE": str(package / "connectors.yaml"),
        "ACME_SHOP_APP_SECRET": "invented",
    }
    command = ("pipeline.cli", "connectors")
    assert "/acme_shop/brand" in must(ran(tmp_path, *command, "list", places=(site,), **sources))
    described = must(ran(tmp_path, *command, "describe", "acme_shop", places=(site,)))
    assert "Not verified on a live account" in described
    assert "follow" in described


@pytest.mark.integration
@pytest.mark.timeout(SECONDS)
def test_files_of_an_installed_package_are_imported(
    tmp_path: Path, broker_settings: Settings
) -> None:
    places = write_connector("ab", "file", tmp_path)
    site = tmp_path / "site"
    install = ("pip", "install", "--quiet", *OFFLINE, "--target")
    must(ran(tmp_path, *install, str(site), str(places.package.parent)))
    variables = environment(broker_settings.model_copy(update={"data_dir": tmp_path / "data"}))
    command = ("pipeline.cli", "import", "file")
    arguments = (str(places.samples / "answers.csv"), "--source", "spring")
    told = must(ran(tmp_path, *command, "ab", *arguments, places=(site,), **variables))
    assert "2 records imported, 0 rejected" in told
    assert len(on_topic(broker_settings, "ab", "spring")) == 3
    refused = ran(tmp_path, *command, "weibo", *arguments, places=(site,), **variables)
    assert refused.returncode == 2
    assert "there is ab" in refused.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((name, "lower-case letters") for name in ("a", "Acme", "1st", "no-dash", "x" * 21)),
        ("import", "a word of Python's own"),
        ("weibo", "a connector of that name"),
    ],
)
def test_what_cannot_be_a_name_is_told(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=f"{name}: .*{why}"):
        write_connector(name, "poll", tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    package = write_connector("ab", "file", tmp_path).package
    (package / "reader.py").write_text("mine")
    with pytest.raises(Fatal, match=r"already there.*reader\.py"):
        write_connector("ab", "file", tmp_path)
    assert (package / "reader.py").read_text() == "mine"
