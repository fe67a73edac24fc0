"""Charts into files."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from schemas.errors import Fatal

KINDS = (".png", ".svg", ".html")


def check(path: Path) -> None:
    """Return if a chart may become this file, before the work that leads to it.

    Raises:
        Fatal: another ending, no such folder, or the extra `charts` is missing.
    """
    if path.suffix not in KINDS:
        raise Fatal(f"{path}: expected a file that ends in {', '.join(KINDS)}")
    if not path.absolute().parent.is_dir():
        raise Fatal(f"{path}: expected a folder that exists")
    if find_spec("vl_convert") is None:
        raise Fatal("charts need more packages: pip install 'guiyi[charts]'")


def save(chart: dict[str, Any], path: Path) -> None:
    """Write a Vega-Lite chart as the kind of file that the path's ending names.

    A page has everything in it that it needs.

    Raises:
        Fatal: as `check` does, and where the file cannot be written.
    """
    check(path)
    import vl_convert  # noqa: PLC0415 (an extra)

    try:
        if path.suffix == ".png":
            path.write_bytes(vl_convert.vegalite_to_png(chart, scale=2))
        elif path.suffix == ".svg":
            path.write_text(vl_convert.vegalite_to_svg(chart), encoding="utf-8")
        else:
            path.write_text(vl_convert.vegalite_to_html(chart, bundle=True), encoding="utf-8")
    except OSError as error:
        raise Fatal(f"{path}: {error.strerror or error}") from error
