"""Every number of the search, one frozen dataclass for each strategy and each part of the engine.

Efforts are in deterministic seconds, which the solver derives from its own operations (one takes three to ten seconds
of wall-clock time), so that a plan does not depend on the speed of the machine. `load_params` reads a TOML file: each
table names a part, each key a number of that part; all other numbers keep their defaults.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

Part = TypeVar("Part")

STRATEGY_NAMES = (
    "near_plan",
    "counted_comfort",
    "local_search",
    "all_at_once",
    "tier_by_tier",
    "strong_neighbourhoods",
    "comfort",
    "comfort_neighbourhoods",
)
"""The names of the strategies, in their default order."""


@dataclass(frozen=True)
class EngineParams:
    """Settings of CP-SAT for every search."""

    tiny: int = 12
    """Up to this number of meetings, linear relaxation and probing cost more than they save."""


@dataclass(frozen=True)
class SizeParams:
    """The numbers of meetings that decide which strategy applies."""

    few: int = 60
    """Up to this number of meetings, one attempt to hold them all is worthwhile."""
    many: int = 100
    """Above this number of meetings, the local search makes the first plan before a model is built."""
    modelled: int = 2_000
    """Above this number of meetings, no model of all of them is built after the local search."""


@dataclass(frozen=True)
class SetupParams:
    """The preparation before the first plan: start windows, board, model."""

    grace: float = 5.0
    """Seconds guaranteed for it even after the time limit or Ctrl-C, since any plan is better than none."""


@dataclass(frozen=True)
class CountedComfortParams:
    """Comfort that is a count only: every meeting is held, and the minimum is proved from below."""

    share: float = 0.8
    """The share of the time limit for proving the minimum count."""
    share_for_the_bound: float = 0.02
    """The share of the time limit for finding a plan that reaches the bound known before the search."""


@dataclass(frozen=True)
class StepParams:
    """Ruin and recreate, ejection, and simulated annealing: the numbers of one step."""

    ejections: float = 0.45
    """The share of steps in which an unplaced meeting ejects others, while any is unplaced."""
    most_people: int = 4
    """The largest number of people whose meetings one step removes."""
    longest_row: int = 6
    """The largest number of meetings that one step removes for each of them."""
    most_tried: int = 15
    """The largest number of unplaced meetings that one step tries to insert in addition."""
    noise: float = 0.1
    """The random perturbation of sort keys: of meetings of equal worth, and of the options of one meeting."""
    leeway: float = 0.3
    """The increase in resource cost, in points of worth, that a step of equal worth may have."""
    patience: int = 1
    """Steps per meeting without improvement after which simulated annealing may accept worse plans."""
    hot: float = 0.3
    """The first temperature of simulated annealing, in points of worth."""
    cold: float = 0.04
    """The last temperature of simulated annealing, in points of worth."""
    other_starts: int = 4
    """The number of starts tried when a must other than a resource forbids the first."""


@dataclass(frozen=True)
class LocalSearchParams:
    """List scheduling, then ruin and recreate on the board."""

    share: float = 0.25
    """The share of the time limit, if a model is solved afterwards."""
    most: float = 0.9
    """The share of the time limit if none is: the rest is for annotating the plan."""
    work_a_second: int = 45_000
    """Start searches per second of the time limit: fewer than any machine manages, so that runs are reproducible."""
    work_a_meeting: int = 500
    """The largest number of start searches per meeting, if a model is solved afterwards."""
    compiled_work_a_second: int = 550_000
    """Start searches of the compiled steps per second of the time limit."""
    compiled_steps: int = 500
    """Compiled steps between two readings of the clock."""
    parts: int = 10
    """The number of rounds of the compiled search; after each, the bound is recomputed if it can improve."""
    thrift: float = 0.5
    """The weight of a point of resource cost in the compiled search, relative to a point of worth."""
    look_every: int = 100
    """Steps between two readings of the clock."""
    bound_seconds: float = 0.5
    """Seconds that a bound has in any case, though the time limit is over."""
    bound_every: int = 2_000
    """Steps after which the bound is recomputed if an earlier tier has improved."""
    price_of_a_minute: float = 1e-4
    """The price of a minute of any person, on top of the dual prices of resources, in points of worth."""
    plain: StepParams = StepParams()
    compiled: StepParams = StepParams(ejections=0.3, most_people=2, longest_row=4, most_tried=30, cold=0.03)


@dataclass(frozen=True)
class AllAtOnceParams:
    """One attempt to hold every meeting."""

    effort: float = 0.1
    """Deterministic seconds."""


@dataclass(frozen=True)
class TierByTierParams:
    """The tiers in order, each fixed before the next."""

    partial_effort: float = 0.1
    """Deterministic seconds for the best partial plan, after a proof that not all must-meetings can be held."""
    proof_effort: float = 0.15
    """Deterministic seconds per second of the time limit, for a priority that starts from the local search's plan."""
    comfort_effort: float = 1.5
    """Deterministic seconds for a tier of wishes, after which the search moves on, proved or not."""
    largest_weight: int = 10_000_000
    """The largest weight up to which the four priorities are optimised as one weighted sum, equivalent to the tiers."""


@dataclass(frozen=True)
class ComfortParams:
    """Comfort after strong wishes, in a model of all wishes."""

    least_share: float = 0.25
    """The share of the time limit that must remain before its model is built."""


@dataclass(frozen=True)
class NeighbourhoodParams:
    """Large neighbourhood search by CP-SAT."""

    effort_a_second: float = 0.5
    """Total deterministic seconds per second of the time limit."""
    effort: float = 0.2
    """Deterministic seconds for one neighbourhood."""
    first_size: float = 10.0
    """The initial size of a neighbourhood: the number of meetings freed at once."""
    least_size: float = 4.0
    most_size: float = 24.0
    grows: float = 0.04
    """The increase in size after a neighbourhood was searched completely."""
    shrinks: float = 0.4
    """The decrease in size after one was not."""
    around_a_cost: float = 0.75
    """The probability that a neighbourhood is centred on a violated wish instead of a random meeting."""
    anywhere: float = 0.25
    """The probability that its second half consists of random meetings instead of those around another time."""
    patience: int = 400
    """The number of consecutive neighbourhoods without improvement after which the search ends."""


@dataclass(frozen=True)
class BoundParams:
    """Bounds from relaxations."""

    clique_effort: float = 0.5
    """Deterministic seconds for finding the largest clique of meetings that should not overlap."""
    clique_meetings: int = 500
    """Above this number of meetings, no such clique is searched for."""
    meetings_for_cliques: int = 300
    """Up to this number of meetings, cliques that exclude each other through different resources are searched for."""
    largest_model: int = 30_000
    """Up to this number of constraints, a model is divided into independent groups."""


@dataclass(frozen=True)
class AccountParams:
    """The annotation of a plan: why a meeting has no slot."""

    reserve: float = 0.1
    """The share of the time limit that the search leaves for it, for the output and for the end of the process."""
    most_reserved: float = 2.0
    """The most seconds that it leaves."""
    share: float = 0.05
    """The guaranteed share of the time limit, if the search has used the rest."""
    least_seconds: float = 1.0
    most_starts: int = 400
    """The number of starts of one meeting that are examined for what occupies them."""
    most_in_all: int = 100_000
    """The number of starts of all unplaced meetings together that are examined."""
    fewest_starts: int = 20
    """The number of starts examined for each meeting, however many are unplaced."""


@dataclass(frozen=True)
class SolveParams:
    """All numbers of the search, and the strategies in the order in which they run.

    >>> from dataclasses import replace
    >>> from scheduler import SolveParams, load, solve
    >>> few = replace(SolveParams(), strategies=("all_at_once",))
    >>> solve(load("scenarios/tutorial.yaml"), params=few).plan.status
    'optimal'
    """

    strategies: tuple[str, ...] = STRATEGY_NAMES
    engine: EngineParams = field(default_factory=EngineParams)
    sizes: SizeParams = field(default_factory=SizeParams)
    setup: SetupParams = field(default_factory=SetupParams)
    counted_comfort: CountedComfortParams = field(default_factory=CountedComfortParams)
    local_search: LocalSearchParams = field(default_factory=LocalSearchParams)
    all_at_once: AllAtOnceParams = field(default_factory=AllAtOnceParams)
    tier_by_tier: TierByTierParams = field(default_factory=TierByTierParams)
    comfort: ComfortParams = field(default_factory=ComfortParams)
    neighbourhoods: NeighbourhoodParams = field(default_factory=NeighbourhoodParams)
    bounds: BoundParams = field(default_factory=BoundParams)
    account: AccountParams = field(default_factory=AccountParams)

    def __post_init__(self) -> None:
        """Refuse an unknown strategy.

        Raises:
            ValueError: a name is not in `STRATEGY_NAMES`, or occurs twice.
        """
        unknown = [name for name in self.strategies if name not in STRATEGY_NAMES]
        if unknown or len(set(self.strategies)) < len(self.strategies):
            raise ValueError(f"strategies are some of {', '.join(STRATEGY_NAMES)}, each once, not {self.strategies}")


DEFAULTS = SolveParams()


def params_from(text: str) -> SolveParams:
    """Return the numbers of a TOML text, such as ``[neighbourhoods]`` with ``effort = 0.5``.

    Raises:
        ValueError: the text is no TOML, or names what there is not, or a value has another type.
    """
    return _with(DEFAULTS, tomllib.loads(text), "")


def load_params(path: str | Path) -> SolveParams:
    """Return the numbers of a TOML file; see `params_from`.

    Raises:
        ValueError: the file is not TOML, a name is unknown, or a value has the wrong type.
        OSError: it cannot be read.
    """
    return params_from(Path(path).read_text(encoding="utf-8"))


def _with(part: Part, given: dict[str, Any], where: str) -> Part:
    """Return a part with some of its numbers replaced."""
    known = {each.name: getattr(part, each.name) for each in fields(part)}  # type: ignore[arg-type]
    changed: dict[str, Any] = {}
    for name, new in given.items():
        if name not in known:
            raise ValueError(f"there is no number '{where}{name}'; there are {', '.join(known)}")
        changed[name] = _read(known[name], new, f"{where}{name}")
    return replace(part, **changed)  # type: ignore[type-var]


def _read(old: Any, new: Any, name: str) -> Any:
    if is_dataclass(old):
        if not isinstance(new, dict):
            raise ValueError(f"'{name}' is a table of numbers")
        return _with(old, new, f"{name}.")
    if isinstance(old, tuple) and isinstance(new, list):
        return tuple(new)
    if isinstance(new, bool) or not isinstance(new, int | float if isinstance(old, float) else type(old)):
        raise ValueError(f"'{name}' is {new!r}, not a number like {old!r}")  # noqa: TRY004 - one error for the whole file
    return type(old)(new)
