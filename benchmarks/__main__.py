"""`python -m benchmarks NAME [options] --json FILE`: run a benchmark, report its figures."""

import argparse
from pathlib import Path

from benchmarks import faults, identity, identity_scale, pipeline_events, receivers, stream
from benchmarks.report import Benchmark, report
from pipeline.logs import configure_logs
from pipeline.settings import Settings

BENCHMARKS: dict[str, Benchmark] = {
    "faults": faults,
    "identity": identity,
    "identity-scale": identity_scale,
    "pipeline": pipeline_events,
    "receivers": receivers,
    "stream": stream,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, benchmark in BENCHMARKS.items():
        options = names.add_parser(name, help=benchmark.__doc__, description=benchmark.__doc__)
        benchmark.add_options(options)
        options.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    chosen = parser.parse_args()
    configure_logs(Settings(log_level="error"))  # the table is what is looked at
    report(chosen.name, chosen, BENCHMARKS[chosen.name].run(chosen))


if __name__ == "__main__":
    main()
