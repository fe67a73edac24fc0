"""Charts into files."""

from pathlib import Path
from typing import Any

from schemas.errors import Fatal

KINDS = (".png", ".svg", ".html")


def save(chart: dict[str, Any], path: Path) -> None:
    """Write a Vega-Lite chart as the kind of file that the path's ending names.

    A page has everything in it that it needs.

    Raises:
        Fatal: another ending, a path that cannot be written, or the extra `charts` is missing.
    """
    if path.suffix not in KINDS:
        raise Fatal(f"{path}: expected a file that ends in {', '.join(KINDS)}")
    try:
        import vl_convert  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise Fatal("charts need more packages: pip install 'guiyi[charts]'") from error
    try:
        if path.suffix == ".png":
            path.write_bytes(vl_convert.vegalite_to_png(chart, scale=2))
        elif path.suffix == ".svg":
            path.write_text(vl_convert.vegalite_to_svg(chart), encoding="utf-8")
        else:
            path.write_text(vl_convert.vegalite_to_html(chart, bundle=True), encoding="utf-8")
    except OSError as error:
        raise Fatal(f"{path}: {error.strerror or error}") from error
