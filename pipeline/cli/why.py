"""`guiyi why`: the evidence between two accounts."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Data


def why(
    left: Annotated[str, typer.Argument(help="an account id, such as weibo:global:1234567890")],
    right: Annotated[str, typer.Argument(help="another account id")],
    *,
    data: Data = None,
    clear: Annotated[bool, typer.Option("--clear", help="show personal values unmasked")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    chart: Annotated[
        Path | None, typer.Option(help="draw the comparison's bits, as .png, .svg or .html")
    ] = None,
) -> None:
    """Explain why two accounts are one person, or are not."""
    from pipeline.charts import save, waterfall_chart
    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import existing_resolver
    from schemas.errors import Fatal

    if left == right:
        typer.secho("both are the same account", err=True, fg="red")
        raise typer.Exit(1)
    settings = current_settings(data, may_be_stopped=True)
    with failing_clearly(), existing_resolver(settings) as resolver:
        for account_id in (left, right):
            if resolver.profile(account_id) is None:
                typer.secho(f"no account {account_id} is known", err=True, fg="red")
                raise typer.Exit(1)
        explanation = resolver.why(left, right, clear=clear)
        typer.echo(explanation.to_text() if as_json else str(explanation))
        if chart is not None:
            if explanation.comparison is None:
                raise Fatal("nothing to draw: the policy has no accounts compared")
            save(waterfall_chart(explanation.comparison), chart)
