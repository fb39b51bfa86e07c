"""The small model of a neighbourhood: some meetings are free, all others are fixed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver.lns.proto import Constraint, Span, Sum, Values, is_true, variable_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.solver.lns.neighbourhood import Neighbourhoods


@dataclass(frozen=True)
class Improved:
    """The result of searching a neighbourhood."""

    values: Values | None
    """The values of a solution that is no worse; None if none was found."""
    proved: bool
    """Whether it is proved that the neighbourhood contains nothing better."""
    effort: float
    """Deterministic seconds."""


class Subproblem:
    """The model of a neighbourhood, with the values of all fixed variables substituted."""

    def __init__(self, whole: Neighbourhoods, values: Values, meetings: Iterable[str]) -> None:
        self.whole = whole
        self.values = values
        self.model = cp_model.CpModel()
        self.made: dict[int, Any] = {}
        self.made_intervals: dict[int, Any] = {}
        self.forbidden: dict[int, list[Span]] = defaultdict(list)
        self._gather(sorted(set(meetings)))

    def _gather(self, meetings: Sequence[str]) -> None:
        """Collect the free variables: those of the meetings, and the auxiliary ones that depend on them."""
        whole = self.whole
        self.tabled = [
            (meeting, distance, variable)
            for meeting in meetings
            for distance, variable in whole.distances.get(meeting, ())
            if not (distance.one in meetings and distance.other in meetings)
        ]
        done = {number for _, distance, _ in self.tabled for number in distance.constraints}
        self.free = dict.fromkeys(v for m in meetings for v in whole.owned[m] if v not in whole.settled)
        self.numbers: list[int] = []
        queue = list(self.free)
        while queue:
            for number in whole.touching.get(queue.pop(), ()):
                if number not in done:
                    done.add(number)
                    self.numbers.append(number)
                    hanging = [v for v in whole.hanging(number) if v not in self.free]
                    self.free.update(dict.fromkeys(hanging))
                    queue += hanging
        self.numbers.sort()

    def solve(self, effort: float, seed: int = 0, seconds: float = inf) -> Improved:
        """Build the small model and solve it, within an effort in deterministic seconds and a time limit in seconds."""
        constraints = [self.whole.constraints[number] for number in self.numbers]
        tables = self._tables()
        for constraint in constraints:
            self._forbid(constraint)
        if not self._make_variables(tables):
            return Improved(None, proved=True, effort=0)
        for number, constraint in zip(self.numbers, constraints, strict=True):
            if constraint.kind == "interval":
                self._post_interval(number, constraint)
        for constraint in constraints:
            self._post(constraint)
        self._price(tables)
        return self._solved(effort, seed, seconds)

    # The cost of each start, given the fixed meetings.

    def _tables(self) -> dict[int, dict[int, int]]:
        """Return, by start variable, the costs of its values, where not 0."""
        v = self.whole.built.vocabulary
        tables: dict[int, dict[int, int]] = {}
        for meeting, distance, variable in self.tabled:
            weight = self.whole.costs.get(variable, 0)
            table = tables.setdefault(v.step(meeting).index, defaultdict(int))
            if meeting == distance.one:
                there, sign = self.values[v.step(distance.other).index], -1
            else:
                there, sign = self.values[v.step(distance.one).index], 1
            for number, cost in enumerate(distance.costs, start=distance.low):
                if cost:
                    table[there + sign * number] += weight * cost
        return tables

    def _slack(self, tables: dict[int, dict[int, int]], domains: dict[int, list[int]]) -> int:
        """Return by how much a start may exceed its minimum cost in a solution that is no worse."""
        slack = 0
        for step, table in tables.items():
            slack += table.get(self.values[step], 0) - min(table.get(start, 0) for start in domains[step])
        for variable in self.free:
            factor = self.whole.costs.get(variable, 0)
            ends = (factor * self.whole.domains[variable][0], factor * self.whole.domains[variable][-1])
            slack += factor * self.values[variable] - min(ends)
        return slack

    def _make_variables(self, tables: dict[int, dict[int, int]]) -> bool:
        """Create the free variables; return whether each has a possible value."""
        left = {variable: self._domain(variable) for variable in self.free}
        if any(domain.is_empty() for domain in left.values()):
            return False
        starts = {step: _numbers(left[step]) for step in tables if step in left}
        for step in set(tables) - set(starts):
            del tables[step]
        slack = self._slack(tables, starts)
        for step, table in tables.items():
            least = min(table.get(start, 0) for start in starts[step])
            affordable = [start for start in starts[step] if table.get(start, 0) - least <= slack]
            left[step] = cp_model.Domain.from_values(affordable)
        for variable, domain in left.items():
            self.made[variable] = self.model.new_int_var_from_domain(domain, "")
        return True

    def _domain(self, variable: int) -> cp_model.Domain:
        domain = cp_model.Domain.from_flat_intervals(self.whole.domains[variable])
        return _without(domain, self.forbidden[variable]) if variable in self.forbidden else domain

    # Overlaps with fixed intervals.

    def _forbid(self, constraint: Constraint) -> None:
        """Remove the starts at which a free meeting overlaps a fixed interval."""
        if constraint.kind != "no_overlap" or constraint.enforced:
            return
        stay, move = self._parted(constraint)
        for each in (self.whole.constraints[interval] for interval in move):
            if self._simple(each) and not self._open(each.enforced):
                self.forbidden[each.start.terms[0][0]] += self._overlapping(each, stay)

    def _parted(self, constraint: Constraint) -> tuple[list[Span], list[int]]:
        """Return the spans of the fixed intervals, and the free intervals."""
        stay, move = [], []
        for interval in constraint.intervals:
            each = self.whole.constraints[interval]
            if any(not self._is_true(literal) for literal in each.enforced if not self._is_open(literal)):
                continue
            if any(variable in self.free for variable in each.variables()):
                move.append(interval)
            else:
                stay.append((each.start.value(self.values), each.end.value(self.values)))
        return stay, move

    def _simple(self, interval: Constraint) -> bool:
        """Whether its start depends on one free variable, and its length is fixed."""
        terms = interval.start.terms
        known = not any(variable in self.free for variable, _ in interval.size.terms)
        return known and len(terms) == 1 and terms[0][0] in self.free and terms[0][1] > 0

    def _overlapping(self, interval: Constraint, stay: Sequence[Span]) -> list[Span]:
        """Return the values of its start variable at which it overlaps a fixed interval."""
        factor, offset, size = interval.start.terms[0][1], interval.start.offset, interval.size.value(self.values)
        spans = [((low - size - offset) // factor + 1, -((offset - high) // factor) - 1) for low, high in stay]
        return [(first, last) for first, last in spans if first <= last]

    # Constraints, with the fixed values substituted.

    def _is_open(self, literal: int) -> bool:
        return variable_of(literal) in self.free

    def _is_true(self, literal: int) -> bool:
        return is_true(literal, self.values)

    def _open(self, literals: Iterable[int]) -> list[int]:
        return [literal for literal in literals if self._is_open(literal)]

    def _literal(self, literal: int) -> Any:
        return self.made[literal] if literal >= 0 else ~self.made[-literal - 1]

    def _literals(self, literals: Iterable[int]) -> list[Any]:
        return [self._literal(literal) for literal in literals]

    def _sum(self, linear: Sum) -> Any:
        """Return a linear expression in the free variables."""
        known = linear.offset + sum(f * self.values[v] for v, f in linear.terms if v not in self.free)
        terms = [(self.made[v], f) for v, f in linear.terms if v in self.free]
        if not terms:
            return known
        return cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [f for _, f in terms]) + known

    def _post(self, constraint: Constraint) -> None:
        """Post the rest of a constraint, if it still constrains a free variable."""
        if any(not self._is_open(literal) and not self._is_true(literal) for literal in constraint.enforced):
            return
        enforced = self._literals(self._open(constraint.enforced))
        posted = getattr(self, f"_post_{constraint.kind}s")(constraint, enforced)
        if enforced:
            for each in posted:
                each.only_enforce_if(enforced)

    def _never(self, enforced: Sequence[Any]) -> None:
        """Post that at least one of the literals is false."""
        self.model.add_bool_or([~literal for literal in enforced])

    def _post_intervals(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:  # noqa: ARG002
        return []

    def _post_linears(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:
        expression = self._sum(constraint.linear)
        domain = cp_model.Domain.from_flat_intervals(list(constraint.domain))
        if not isinstance(expression, int):
            return [self.model.add_linear_expression_in_domain(expression, domain)]
        if not domain.contains(expression):
            self._never(enforced)
        return []

    def _post_bool_ors(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:  # noqa: ARG002
        if any(not self._is_open(literal) and self._is_true(literal) for literal in constraint.literals):
            return []
        return [self.model.add_bool_or(self._literals(self._open(constraint.literals)))]

    def _post_bool_ands(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:
        if any(not self._is_open(literal) and not self._is_true(literal) for literal in constraint.literals):
            self._never(enforced)
            return []
        literals = self._literals(self._open(constraint.literals))
        return [self.model.add_bool_and(literals)] if literals else []

    def _post_at_most_ones(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:
        return self._post_ones(constraint, enforced, self.model.add_at_most_one)

    def _post_exactly_ones(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:
        return self._post_ones(constraint, enforced, self.model.add_exactly_one)

    def _post_ones(self, constraint: Constraint, enforced: Sequence[Any], post: Any) -> list[Any]:
        known = sum(self._is_true(literal) for literal in constraint.literals if not self._is_open(literal))
        literals = self._literals(self._open(constraint.literals))
        if known > 1:
            self._never(enforced)
            return []
        if not known:
            return [post(literals)]
        return [self.model.add_bool_and([~literal for literal in literals])] if literals else []

    def _post_interval(self, number: int, constraint: Constraint) -> None:
        if any(not self._is_open(literal) and not self._is_true(literal) for literal in constraint.enforced):
            return
        start, size, end = (self._sum(part) for part in (constraint.start, constraint.size, constraint.end))
        literals = self._literals(self._open(constraint.enforced))
        if len(literals) > 1:
            raise NotImplementedError("an interval of more than one literal")
        made = self.model.new_optional_interval_var(start, size, end, literals[0], "") if literals else None
        self.made_intervals[number] = made or self.model.new_interval_var(start, size, end, "")

    def _post_no_overlaps(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:
        stay, move = self._parted(constraint)
        beside = bool(enforced)
        for interval in move:
            each = self.whole.constraints[interval]
            if enforced or not self._simple(each):
                beside = True
            elif literals := self._literals(self._open(each.enforced)):
                self._keep_off(each, stay, literals)
        intervals = [self.made_intervals[interval] for interval in move]
        if beside:
            intervals += [self.model.new_fixed_size_interval_var(low, high - low, "") for low, high in stay]
        return [self.model.add_no_overlap(intervals)] if len(intervals) > 1 else []

    def _keep_off(self, interval: Constraint, stay: Sequence[Span], literals: Sequence[Any]) -> None:
        """Post that an interval, if present, overlaps no fixed interval."""
        taken = self._overlapping(interval, stay)
        step = interval.start.terms[0][0]
        left = _without(self._domain(step), taken)
        if left.is_empty():
            self._never(literals)
        elif taken:
            self.model.add_linear_expression_in_domain(self.made[step], left).only_enforce_if(literals)

    def _post_cumulatives(self, constraint: Constraint, enforced: Sequence[Any]) -> list[Any]:  # noqa: ARG002
        intervals, demands = [], []
        for interval, demand in zip(constraint.intervals, constraint.demands, strict=True):
            each = self.whole.constraints[interval]
            if any(not self._is_open(literal) and not self._is_true(literal) for literal in each.enforced):
                continue
            if any(variable in self.free for variable in each.variables()):
                intervals.append(self.made_intervals[interval])
            else:
                low, high = each.start.value(self.values), each.end.value(self.values)
                intervals.append(self.model.new_fixed_size_interval_var(low, high - low, ""))
            demands.append(self._sum(demand))
        return [self.model.add_cumulative(intervals, demands, self._sum(constraint.capacity))]

    # The objective and the solution.

    def _price(self, tables: dict[int, dict[int, int]]) -> None:
        """Post that the cost does not increase, and minimise it."""
        costs = [(self.made[v], self.whole.costs[v]) for v in self.free if v in self.whole.costs]
        most = sum(self.whole.costs[v] * self.values[v] for v in self.free if v in self.whole.costs)
        for step, table in tables.items():
            levels, least = self._levels(step, table)
            costs += levels
            most += table.get(self.values[step], 0) - least
        if costs:
            total = cp_model.LinearExpr.weighted_sum([v for v, _ in costs], [f for _, f in costs])
            self.model.add(total <= most)
            self.model.minimize(total)

    def _levels(self, step: int, table: dict[int, int]) -> tuple[list[tuple[Any, int]], int]:
        """Return literals with the cost that each adds to a start's minimum, and that minimum."""
        starts = _numbers(cp_model.Domain.from_flat_intervals(list(self.made[step].proto.domain)))
        costs = {start: table.get(start, 0) for start in starts}
        levels = sorted(set(costs.values()))
        added, above = [], None
        for below, level in pairwise(levels):
            literal = self.model.new_bool_var("")
            cheap = cp_model.Domain.from_values([start for start in starts if costs[start] <= below])
            self.model.add_linear_expression_in_domain(self.made[step], cheap).only_enforce_if(~literal)
            if above is not None:
                self.model.add_implication(literal, above)
            added.append((literal, level - below))
            above = literal
        return added, levels[0]

    def _solved(self, effort: float, seed: int, seconds: float) -> Improved:
        """Solve the small model, and return the complete solution with its changes."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = effort
        if seconds < inf:
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.catch_sigint_signal = False
        status = solver.solve(self.model)
        proved, spent = status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, solver.deterministic_time
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Improved(None, proved, spent)
        values = list(self.values)
        for variable, made in self.made.items():
            values[variable] = solver.value(made)
        self._complete(values)
        return Improved(values, proved, spent)

    def _complete(self, values: Values) -> None:
        """Set the values of the distance costs, and of the literals that define them."""
        v = self.whole.built.vocabulary
        for _, distance, variable in self.tabled:
            apart = values[v.step(distance.other).index] - values[v.step(distance.one).index] - distance.low
            values[variable] = distance.costs[apart] if 0 <= apart < len(distance.costs) else 0
        for _, distance, _ in self.tabled:
            for constraint in (self.whole.constraints[number] for number in distance.constraints):
                if constraint.kind == "linear":
                    holds = _holds(constraint, values)
                    for literal in constraint.enforced:
                        values[variable_of(literal)] = int(holds == (literal >= 0))


def _holds(constraint: Constraint, values: Sequence[int]) -> bool:
    total, domain = constraint.linear.value(values), constraint.domain
    return any(low <= total <= high for low, high in zip(domain[::2], domain[1::2], strict=True))


def _without(domain: cp_model.Domain, spans: Sequence[Span]) -> cp_model.Domain:
    taken = cp_model.Domain.from_intervals([list(span) for span in spans])
    return domain.intersection_with(taken.complement())


def _numbers(domain: cp_model.Domain) -> list[int]:
    ends = domain.flattened_intervals()
    return [number for low, high in zip(ends[::2], ends[1::2], strict=True) for number in range(low, high + 1)]
