"""`python -m benchmarks SET`: the field's benchmarks, and measurements of our own.

Sets of instances (`b2b`, `timefold`, `csplib046`, …) are read from `--data DIR`, which holds a folder for each;
each instance is solved in a process of its own. The other sets measure our own commands, as medians and ratios,
side by side in one run.
"""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import report
from benchmarks.answer import InstanceSet, Measured, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

MEASUREMENTS = ("startup", "explain", "replan", "watch", "export", "sweep")
"""Sets that measure commands of our own, in rounds."""
INSTANCES = {
    "b2b": "benchmarks.b2b",
    "csplib046": "benchmarks.csplib046",
    "events": "benchmarks.events",
    "infeasible-events": "benchmarks.infeasible_events",
    "rules-at-scale": "benchmarks.rules_at_scale",
    "scale": "benchmarks.scale",
    "timefold": "benchmarks.timefold",
}
"""Sets of instances, and the modules that know them."""
PEERS = {
    "b2b": {"RC2": "benchmarks.rc2"},
    "events": {"grad-visitor-scheduler": "benchmarks.grad_visitor", "conference-scheduler": "benchmarks.conference"},
}
"""For some sets, other programs that solve the same instances, and the modules that ask them."""
ALL = "all"
"""In place of a set: all sets of instances, one after the other."""
INVENTED = ("events", "rules-at-scale", "scale")
"""Sets whose instances are not read from a folder."""
LIMIT = 60.0
"""Seconds of process CPU time for an instance, where nobody says otherwise."""


def main() -> None:
    """Measure, and print a line for each row or instance."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    sets = [*MEASUREMENTS, *INSTANCES, ALL]
    parser.add_argument("set", nargs="?", default="startup", choices=sets, metavar="SET", help=", ".join(sets))
    parser.add_argument("--rounds", type=int, default=10, help="runs of each measurement of our own (10)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with a folder for each set of instances")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these instances")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds of process CPU time per instance (60)")
    parser.add_argument("--seed", type=int, default=0, help="the solver's seed (0)")
    parser.add_argument("--peers", action="store_true", help="solve with other programs, too, right after ours")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the results of instances there, as a table")
    arguments = parser.parse_args()
    if arguments.set in {*INSTANCES, ALL}:
        rows: list[Measured] = []
        for name in INSTANCES if arguments.set == ALL else [arguments.set]:
            rows += _instances(parser, arguments, name)
        if arguments.peers and not arguments.json:
            print("\n".join(report.ratios(rows)))
        if arguments.out:
            print(report.write(arguments.out, rows, arguments.limit, arguments.seed))
        return
    for row in import_module(f"benchmarks.{arguments.set}").rows(arguments.rounds):
        print(json.dumps(row._asdict()) if arguments.json else row, flush=True)


def _instances(parser: argparse.ArgumentParser, arguments: argparse.Namespace, set_name: str) -> Iterator[Measured]:
    """Solve the instances of a set one after the other, and print a line for each."""
    instances: InstanceSet = import_module(INSTANCES[set_name])
    folder = None
    if set_name not in INVENTED:
        if arguments.data is None:
            parser.error(f"the instances of '{set_name}' are read from a folder: --data DIR")
        folder = arguments.data / set_name
        if not folder.is_dir():
            parser.error(f"there is no folder {folder}")
    known = instances.names(folder)
    unknown = [name for name in arguments.only or () if name not in known]
    if unknown:
        parser.error(f"no such instance: {', '.join(unknown)}; there are {', '.join(known)}")
    peers = {peer: import_module(module) for peer, module in PEERS.get(set_name, {}).items() if arguments.peers}
    missing = {needed for each in peers.values() for needed in each.NEEDS if not _is_there(needed)}
    if missing:
        parser.error(f"{', '.join(sorted(missing))} cannot be imported: install the project with [bench]")
    for name in arguments.only or known:
        row = measure(set_name, instances, folder, name, arguments.limit, arguments.seed)
        print(row.as_json() if arguments.json else row, flush=True)
        yield row
        for peer, module in peers.items():
            if name in module.names(folder):
                beside = (folder, name, arguments.limit, arguments.seed, arguments.limit)
                row = measure(f"{set_name}: {peer}", module, *beside)
                print(row.as_json() if arguments.json else row, flush=True)
                yield row


def _is_there(module: str) -> bool:
    return find_spec(module.partition(".")[0]) is not None


if __name__ == "__main__":
    main()
