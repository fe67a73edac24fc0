"""Where the parts of a new connector go: into this repository, or a package of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OURS = ("schemas", "connectors", "resolvers", "pipeline", "tests")


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of the parts, and the modules that they are imported as.

    Args:
        package: the folder of the connector, and its module.
        tests: the folder of its tests.
        samples: the folder of its samples, and how its tests name it.
        end: the module of the platform's side.
        configuration: the example of what is configured.
        first_party: top-level packages that belong to the same project.
        left_out: names of modules that have no use there.
        added: files that are needed there, with their text.
        next_steps: what is left to do.
    """

    package: Path
    module: str
    tests: Path
    samples: Path
    samples_named: str
    end: Path
    end_module: str
    configuration: Path
    first_party: tuple[str, ...]
    left_out: frozenset[str]
    added: Mapping[Path, str]
    next_steps: tuple[str, ...]


def places_of(name: str, into: Path) -> Places:
    """Those in the repository, where `into` is its root; else those of a package in `into`."""
    if (into / "connectors" / "registry.py").exists():
        return _in_the_repository(name, into)
    return _in_a_package(name, into / f"guiyi-{name.replace('_', '-')}")


def _in_the_repository(name: str, root: Path) -> Places:
    return Places(
        package=root / "connectors" / name,
        module=f"connectors.{name}",
        tests=root / "tests" / "connectors" / name,
        samples=root / "tests" / "fixtures" / "platforms" / name,
        samples_named=f'Path(__file__).parents[2] / "fixtures" / "platforms" / "{name}"',
        end=root / "pipeline" / "simulator" / f"{name}.py",
        end_module=f"pipeline.simulator.{name}",
        configuration=root / "deploy" / "connectors" / f"{name}.yaml",
        first_party=OURS,
        left_out=frozenset({"platform.py"}),
        added={},
        next_steps=(
            f"pytest tests/connectors/{name}",
            "a line in connectors/registry.py",
            f"what is known of the platform, in connectors/{name}/__init__.py",
        ),
    )


def _in_a_package(name: str, root: Path) -> Places:
    module = f"guiyi_{name}"
    tests = f"{module}_tests"  # not `tests`, so that those of two packages can be run as one
    return Places(
        package=root / module,
        module=module,
        tests=root / tests,
        samples=root / tests / "samples",
        samples_named='Path(__file__).parent / "samples"',
        end=root / tests / "end.py",
        end_module=f"{tests}.end",
        configuration=root / "connectors.yaml",
        first_party=(module, tests),
        left_out=frozenset({"bodies.py"}),
        added={
            root / "pyproject.toml": _PROJECT.format(
                distribution=root.name, module=module, name=name
            ),
            root / module / "py.typed": "",
            root / "conftest.py": _CONFTEST,
        },
        next_steps=(
            f"pip install -e '{root}[testing]'",
            f"pytest {root}",
            f"what is known of the platform, in {module}/__init__.py",
        ),
    )


_PROJECT = """\
[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = "{distribution}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["guiyi"]

[project.optional-dependencies]
testing = ["guiyi[testing]"]

[project.entry-points."guiyi.connectors"]
{name} = "{module}.platform:PLATFORM"

[tool.hatch.build.targets.wheel]
packages = ["{module}"]

[tool.pytest.ini_options]
testpaths = ["{module}_tests"]
pythonpath = ["."]

[tool.ruff]
line-length = 100

[tool.mypy]
strict = true
plugins = ["pydantic.mypy"]
"""
_CONFTEST = '''\
"""A broker for the tests, from Guiyi's own contract of connectors."""

pytest_plugins = ("pipeline.connector_contract.plugin",)
'''
