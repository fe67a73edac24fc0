"""A trained model for a person to look at."""

from rich.table import Table

from resolvers.training import Training

_CELLS_PER_BIT = 1.5
_MOST_CELLS = 20


def chart(training: Training) -> Table:
    """The weight of each level as a bar, with the shares behind it."""
    model, findings = training.model, training.findings
    table = Table(
        title=f"{model.name} {model.version}: {findings.candidates:,} candidate pairs, "
        f"{findings.matches:.1%} of them matches ({model.prior:+.1f} bits), "
        f"{findings.groups:.1%} two of one household or the like, {findings.rounds} rounds",
        title_justify="left",
    )
    table.add_column("comparison")
    table.add_column("level")
    for name in ("bits", "m", "u", "by chance"):
        table.add_column(name, justify="right")
    table.add_column("against      for")
    rows = zip(model.comparisons, findings.by_chance, findings.known, strict=True)
    for part, by_chance, known in rows:
        table.add_section()
        for place, level in enumerate(part.levels):
            named = part.comparison.name if not place else ""
            table.add_row(
                f"known in {known:.0%}" if place == 1 else named,
                level.level,
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
