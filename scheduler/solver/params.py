"""Every number of the search, one frozen dataclass for each strategy and each part of the engine.

Efforts are deterministic seconds, which the solver counts in its own steps (one takes some three to ten seconds of
a clock), so that a plan does not depend on how fast the machine is. `load_params` reads a TOML file in which each
table names a part and each key a number of it; what it does not name stays as it is here.
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
"""The names of the strategies, in the order in which they run where nobody says otherwise."""


@dataclass(frozen=True)
class EngineParams:
    """How CP-SAT is set for any search."""

    tiny: int = 12
    """Up to this number of meetings, linear relaxation and probing cost more than they save."""


@dataclass(frozen=True)
class SizeParams:
    """From how many meetings on which way is worth while."""

    few: int = 60
    """Up to this number it is worth trying at once whether every meeting can be held."""
    many: int = 100
    """With more meetings than this the local search makes the first plan, before any model is built."""
    modelled: int = 2_000
    """With more meetings than this no model of all of them is built beside a plan of the local search."""


@dataclass(frozen=True)
class SetupParams:
    """What every search needs before its first plan: start windows, board, model."""

    grace: float = 2.0
    """Seconds that it has in any case: a plan is better than none, though the time limit is over or Ctrl-C came."""


@dataclass(frozen=True)
class CountedComfortParams:
    """Comfort that is a mere count: everything is held, and the least count is proved from below."""

    share: float = 0.8
    """The share of the time limit for the proof of the least count."""
    share_for_the_bound: float = 0.02
    """The share of the time limit for a plan that costs no more than the bound known before any search."""


@dataclass(frozen=True)
class StepParams:
    """One step of ruin and recreate, and of ejection, with simulated annealing around it."""

    ejections: float = 0.45
    """The share of steps in which a meeting that is out ejects others, while any is out."""
    most_people: int = 4
    """The most people whose meetings are taken off in one step."""
    longest_row: int = 6
    """The most meetings of each of them that are taken off in one step."""
    most_tried: int = 15
    """The most meetings that were out before, and are tried in one step."""
    noise: float = 0.1
    """How far chance disturbs the order of meetings of equal worth, and of ways to hold one."""
    leeway: float = 0.3
    """By how much, in points of worth, a step that keeps its value may use dearer resources."""
    patience: int = 1
    """Steps per meeting without a better plan, after which worse plans are accepted now and then."""
    hot: float = 0.3
    """The first temperature of simulated annealing, in points of worth."""
    cold: float = 0.04
    """The last temperature of simulated annealing, in points of worth."""
    other_starts: int = 4
    """Starts that are tried where a must that is no resource forbids the first."""


@dataclass(frozen=True)
class LocalSearchParams:
    """List scheduling, then ruin and recreate on the board."""

    share: float = 0.25
    """The share of the time limit, where a model comes after it."""
    most: float = 0.9
    """The share of the time limit where none does: the rest is for the account of the plan."""
    work_a_second: int = 45_000
    """Looks for a start for each second of the time limit: less than any machine manages, so that a run repeats."""
    work_a_meeting: int = 500
    """The most looks for a start for each meeting, where a model comes after it."""
    compiled_work_a_second: int = 550_000
    """The same for each second of the time limit, of the compiled steps."""
    compiled_steps: int = 500
    """Compiled steps between two looks at the clock."""
    parts: int = 10
    """Parts of the compiled search; after each the bound is computed again, if it can be lower."""
    thrift: float = 0.5
    """How much a point of scarce resources counts in the compiled search, beside a point of worth."""
    look_every: int = 100
    """Steps between two looks at the clock."""
    bound_every: int = 2_000
    """Steps after which the bound is computed again, where an earlier tier has gained."""
    price_of_a_minute: float = 1e-4
    """The price of a minute of anybody, beside those of scarce resources, in points of worth."""
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
    """Deterministic seconds for the best partial plan, once it is proved that not all must-meetings can be held."""
    proof_effort: float = 0.15
    """Deterministic seconds per second of the time limit, for a priority that starts from the local search's plan."""
    comfort_effort: float = 1.5
    """Deterministic seconds after which a tier of wishes is good enough, proved or not."""
    largest_weight: int = 10_000_000
    """Up to this the four priorities are one weighted sum that orders plans just as the tiers do."""


@dataclass(frozen=True)
class ComfortParams:
    """Comfort after strong wishes, in a model of all wishes."""

    least_share: float = 0.25
    """The share of the time limit that must be left for its model to be built."""


@dataclass(frozen=True)
class NeighbourhoodParams:
    """Large neighbourhood search by CP-SAT."""

    effort_a_second: float = 0.5
    """Deterministic seconds in all, per second of the time limit."""
    effort: float = 0.2
    """Deterministic seconds for one neighbourhood."""
    first_size: float = 10.0
    """Meetings that are freed at once, in the beginning."""
    least_size: float = 4.0
    most_size: float = 24.0
    grows: float = 0.04
    """By how much the size grows when a neighbourhood was searched to the end."""
    shrinks: float = 0.4
    """By how much the size shrinks when it was not."""
    around_a_cost: float = 0.75
    """How often a neighbourhood lies around something that is expensive, and not around a random meeting."""
    anywhere: float = 0.25
    """How often its second half consists of random meetings, and not of those of another time."""
    patience: int = 400
    """Neighbourhoods in a row without a gain, after which it ends."""


@dataclass(frozen=True)
class BoundParams:
    """Bounds from relaxations."""

    clique_effort: float = 0.5
    """Deterministic seconds for the search of the largest clique of meetings that should not overlap."""
    clique_meetings: int = 500
    """With more meetings than this, no such clique is looked for."""
    meetings_for_cliques: int = 300
    """Up to this number of meetings, sets are looked for that exclude each other through different resources."""
    largest_model: int = 30_000
    """Up to this number of constraints a model is divided into groups that have nothing to do with each other."""


@dataclass(frozen=True)
class AccountParams:
    """The account of a plan: why a meeting has no slot."""

    share: float = 0.05
    """The share of the time limit for it, where nothing else is left."""
    least_seconds: float = 1.0
    most_starts: int = 400
    """Starts of one meeting that are looked at to say what took them."""
    most_in_all: int = 100_000
    """The same, of all meetings that are left out."""
    fewest_starts: int = 20
    """Starts that are looked at of each meeting, however many are left out."""


@dataclass(frozen=True)
class SolveParams:
    """All numbers of the search, and which strategies run in which order.

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
        """Refuse a strategy that there is not.

        Raises:
            ValueError: a name is none of `STRATEGY_NAMES`, or stands twice.
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
        ValueError: the file is no TOML, or names what there is not, or a value has another type.
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
