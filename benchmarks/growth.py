"""A picture of how time, memory and gap grow with the number of requests, from the rows of the scale series."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.answer import Measured


def draw(file: Path, rows: Sequence[Measured]) -> None:
    """Draw the rows of the scale series into a file; its suffix says in which format."""
    import matplotlib as mpl

    mpl.use("svg" if file.suffix == ".svg" else "agg")
    # The same rows give the same bytes.
    mpl.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot as plt

    sizes = [int(row.instance.rpartition("-")[2]) for row in rows]
    figure, (time, memory, gap) = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    time.plot(sizes, [row.cpu_seconds for row in rows], marker="o", label="whole (CPU)")
    first = [(size, row.more["first_plan"]) for size, row in zip(sizes, rows, strict=True) if "first_plan" in row.more]
    if first:
        time.plot(*zip(*first, strict=True), marker="s", label="reading and first plan")
        scale = first[-1][1] / (first[-1][0] * log2(first[-1][0]))
        time.plot([n for n, _ in first], [scale * n * log2(n) for n, _ in first], ":", color="grey", label="n log n")
    time.set(title="Time", ylabel="seconds", xscale="log", yscale="log")
    time.legend()
    memory.plot(sizes, [row.peak_mb for row in rows], marker="o")
    memory.set(title="Memory", ylabel="MB at the peak", xscale="log", ylim=(0, None))
    gap.plot(sizes, [100 * row.more.get("gap", 0) for row in rows], marker="o")
    gap.set(title="Largest gap of any priority", ylabel="per cent", xscale="log", ylim=(0, None))
    for axes in (time, memory, gap):
        axes.set_xlabel("requests")
        axes.grid(alpha=0.3)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    plt.close(figure)
