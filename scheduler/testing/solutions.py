"""All solutions of a model as plans, and the least cost of one plan in a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.plan.candidate import Candidate
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.problem import Problem
    from scheduler.solver.model import Built


class Choice(NamedTuple):
    """The decisions about one meeting that is held; `setting` and `team` are indices into the candidate's lists."""

    start: int
    """Minutes after the start of the scenario."""
    minutes: int
    setting: int
    team: int
    joined: tuple[str, ...]


Key = tuple[Choice | str | None, ...]
"""A plan: for each candidate its choice, None if it is not held, or a text for a booking that is no candidate."""


def all_plans(problem: Problem, built: Built) -> set[Key]:
    """Return every plan that a model accepts, whatever the values of a rule's own auxiliary variables.

    Raises:
        RuntimeError: the solver stopped before it had found all of them.
    """
    readers = _readers(problem, built)
    solver, collector = _solver(), _Collector()
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(built.model, collector)
    if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
        raise RuntimeError(f"the solver did not find every plan ({solver.status_name(status)})")
    return {tuple(reader.read(values) for reader in readers) for values in collector.found}


def least_costs(problem: Problem, built: Built, keys: Iterable[Key]) -> dict[Key, int]:
    """Return the least cost of each plan, or -1 if the model rejects it."""
    readers = _readers(problem, built)
    built.model.minimize(sum(built.costs["comfort"]))
    return {key: _least(built.model, readers, key) for key in keys}


def _least(model: cp_model.CpModel, readers: Sequence[_Reader], key: Key) -> int:
    model.clear_hints()  # type: ignore[no-untyped-call]
    for literal, value in {pair[0].index: pair for pair in _written(readers, key)}.values():
        model.add_hint(literal, value)
    solver = _solver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else -1


def _written(readers: Sequence[_Reader], key: Key) -> Iterator[tuple[cp_model.IntVar, int]]:
    for reader, choice in zip(readers, key, strict=True):
        if isinstance(choice, str):
            raise TypeError(f"the model has no variables for a booking that nobody asked for ({choice})")
        yield from reader.write(choice)


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver


def _readers(problem: Problem, built: Built) -> list[_Reader]:
    return [_Reader(problem, built.vocabulary, candidate) for candidate in problem.candidates]


class _Reader:
    """Reads and writes the decision variables of one candidate, which are created before the search."""

    def __init__(self, problem: Problem, v: Vocabulary, candidate: Candidate) -> None:
        pruned = v.candidate(candidate.key)
        self.grid = problem.grid
        self.held, self.step = v.held(candidate.key), v.step(candidate.key)
        self.settings = [(candidate.settings.index(s), v.at(candidate.key, s)) for s in pruned.settings]
        self.teams = [(number, v.by(candidate.key, team)) for number, team in enumerate(candidate.teams)]
        self.lengths = [(minutes, v.takes(candidate.key, minutes)) for minutes in candidate.minutes]
        self.joins = [(key, v.attends(candidate.key, key)) for key in candidate.optional]

    def read(self, values: Sequence[int]) -> Choice | None:
        """Return the choice in a solution; None if the meeting is not held."""
        if not values[self.held.index]:
            return None
        minutes, place, team = (
            next(option for option, literal in options if values[literal.index])
            for options in (self.lengths, self.settings, self.teams)
        )
        joined = tuple(key for key, literal in self.joins if values[literal.index])
        return Choice(self.grid * values[self.step.index], minutes, place, team, joined)

    def write(self, choice: Choice | None) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Yield the variables with their values for this choice."""
        yield self.held, int(choice is not None)
        if choice is None:
            return
        yield self.step, choice.start // self.grid
        wanted = (choice.minutes, choice.setting, choice.team)
        for options, decided in zip((self.lengths, self.settings, self.teams), wanted, strict=True):
            yield from ((literal, int(option == decided)) for option, literal in options)
        yield from ((literal, int(key in choice.joined)) for key, literal in self.joins)


class _Collector(cp_model.CpSolverSolutionCallback):
    """Collects the values of all variables in each solution."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[int, ...]] = set()

    def on_solution_callback(self) -> None:
        self.found.add(tuple(self.response_proto.solution))
