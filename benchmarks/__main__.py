"""`python -m benchmarks [startup|explain|replan|watch]`: medians and ratios, measured side by side in one run."""

from __future__ import annotations

import argparse
import json

from benchmarks import explain, replan, startup, watch

SETS = {"startup": startup.rows, "explain": explain.rows, "replan": replan.rows, "watch": watch.rows}


def main() -> None:
    """Measure, and print a line for each row."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("set", nargs="?", default="startup", choices=SETS, help="what is measured (startup)")
    parser.add_argument("--rounds", type=int, default=10, help="runs of each (10)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    for row in SETS[arguments.set](arguments.rounds):
        print(json.dumps(row._asdict()) if arguments.json else row, flush=True)


if __name__ == "__main__":
    main()
