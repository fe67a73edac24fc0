"""A trained model for a person to look at."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from resolvers.training import Training

_CELLS_PER_BIT = 0.75
_MOST_CELLS = 8


def chart(training: Training) -> Table:
    """The weight of each level as a bar, with the shares behind it; 80 columns wide."""
    model, findings = training.model, training.findings
    table = Table(
        title=f"{model.name} {model.version}: {findings.candidates:,} candidate pairs, "
        f"{findings.matches:.1%} of them matches ({model.prior:+.1f} bits), "
        f"{findings.groups:.1%} two of one household or the like, {findings.rounds} rounds",
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("comparison and level")
    for name in ("bits", "m", "u", "by chance"):
        table.add_column(name, justify="right")
    table.add_column("against    for", no_wrap=True)
    rows = zip(model.comparisons, findings.by_chance, findings.known, strict=True)
    for part, by_chance, known in rows:
        table.add_section()
        table.add_row(f"[bold]{part.comparison.name}[/]", *("",) * 4, f"known in {known:.0%}")
        for place, level in enumerate(part.levels):
            table.add_row(
                f"  {level.level}",
                f"{level.bits:+.1f}",
                f"{level.m:.4f}",
                f"{level.u:.4f}",
                f"{by_chance[place]:.5f}",
                _bar(level.bits),
            )
    return table


def _bar(bits: float) -> str:
    cells = min(_MOST_CELLS, round(abs(bits) * _CELLS_PER_BIT))
    bar = "█" * cells
    return f"{bar if bits < 0 else '':>{_MOST_CELLS}}│{bar if bits > 0 else ''}"
