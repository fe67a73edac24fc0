"""`python -m pipeline.embedded.clickhouse_server --path DIR --port N`."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from pipeline.logs import configure_logs, last_line
from pipeline.settings import Settings
from schemas.errors import Fatal


def main() -> int:
    """Serve until a signal. The exit code is 1 when serving could not begin."""
    arguments = ArgumentParser(
        prog="python -m pipeline.embedded.clickhouse_server",
        description="Serve chDB on ClickHouse's HTTP interface on 127.0.0.1.",
    )
    arguments.add_argument("--path", type=Path, required=True, help="the data directory")
    arguments.add_argument("--port", type=int, required=True, help="the port to listen on")
    options = arguments.parse_args()
    settings = Settings()
    configure_logs(settings)
    # Late, so that --help and wrong arguments do not load the engine.
    from pipeline.embedded.clickhouse_server.server import serve  # noqa: PLC0415

    try:
        serve(options.path, options.port)
    except Fatal as error:
        sys.stderr.write(f"{last_line(settings, error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
