"""`python -m benchmarks SET`: the field's benchmarks, and measurements of our own.

Sets of instances (`b2b`, `timefold`, `csplib046`, …) are read from `--data DIR`, which holds a folder for each;
each instance is solved in a process of its own. The other sets measure our own commands, as medians and ratios,
side by side in one run.
"""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

from benchmarks.answer import InstanceSet, measure

MEASUREMENTS = ("startup", "explain", "replan", "watch")
"""Sets that measure commands of our own, in rounds."""
INSTANCES = {
    "b2b": "benchmarks.b2b",
    "csplib046": "benchmarks.csplib046",
    "infeasible-events": "benchmarks.infeasible_events",
    "scale": "benchmarks.scale",
    "timefold": "benchmarks.timefold",
}
"""Sets of instances, and the modules that know them."""
INVENTED = ("scale",)
"""Sets whose instances are not read from a folder."""
LIMIT = 60.0
"""Seconds of process CPU time for an instance, where nobody says otherwise."""


def main() -> None:
    """Measure, and print a line for each row or instance."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    sets = [*MEASUREMENTS, *INSTANCES]
    parser.add_argument("set", nargs="?", default="startup", choices=sets, metavar="SET", help=", ".join(sets))
    parser.add_argument("--rounds", type=int, default=10, help="runs of each measurement of our own (10)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with a folder for each set of instances")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these instances")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds of process CPU time per instance (60)")
    parser.add_argument("--seed", type=int, default=0, help="the solver's seed (0)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    if arguments.set in INSTANCES:
        _instances(parser, arguments)
        return
    for row in import_module(f"benchmarks.{arguments.set}").rows(arguments.rounds):
        print(json.dumps(row._asdict()) if arguments.json else row, flush=True)


def _instances(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    instances: InstanceSet = import_module(INSTANCES[arguments.set])
    folder = None
    if arguments.set not in INVENTED:
        if arguments.data is None:
            parser.error(f"the instances of '{arguments.set}' are read from a folder: --data DIR")
        folder = arguments.data / arguments.set
        if not folder.is_dir():
            parser.error(f"there is no folder {folder}")
    known = instances.names(folder)
    unknown = [name for name in arguments.only or () if name not in known]
    if unknown:
        parser.error(f"no such instance: {', '.join(unknown)}; there are {', '.join(known)}")
    for name in arguments.only or known:
        best = instances.best_known(folder, name)
        row = measure(arguments.set, instances, folder, name, arguments.limit, arguments.seed, best)
        print(row.as_json() if arguments.json else row, flush=True)


if __name__ == "__main__":
    main()
