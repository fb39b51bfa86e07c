"""The vocabulary of the model: the variables and expressions in which rules are posted.

Whether a meeting is held, when it starts and ends, in which setting, with whom, on which day. Minutes of the model
count from the start of the scenario. Everything is created when it is first asked for, and every constraint has a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import gcd
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.base.minutes import Spans
from scheduler.base.times import day_span, minute, moment_of, zone_of
from scheduler.rules.literals import only_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.rules.resources import Use
    from scheduler.scenario.problem import Problem

Literal = Any
"""A Boolean variable of the model or its negation; ortools has no public name for just that."""


_DECIDED = frozenset({"held", "step", "minutes", "end", "takes", "at", "by", "attends", "days of", "room number"})
"""The names of the variables that decide about one meeting alone."""


@dataclass(frozen=True)
class Distance:
    """A cost of two held meetings that depends only on the distance of their starts.

    It is equivalent to the constraints of its variable, for a reader who knows both starts: the cost if `other` starts
    `low` steps after `one`, `low + 1` steps after it, and so on; 0 at every other distance.
    """

    one: str
    other: str
    low: int
    costs: tuple[int, ...]
    constraints: range
    """The indices of the equivalent constraints."""


class Vocabulary:
    """The variables of a model, by their meaning."""

    def __init__(
        self,
        problem: Problem,
        model: cp_model.CpModel,
        starts: dict[str, Spans],
        tick: Callable[[], None] | None = None,
    ) -> None:
        """Take the starts, in minutes, that each meeting has at all; all variables are made on first use.

        Args:
            problem: the meetings.
            model: what the variables are made in.
            starts: by meeting, the minutes at which it may start.
            tick: called for each thing that is made; it may raise, to end a build that takes too long.
        """
        self.problem = problem
        self.model = model
        self._starts = starts
        self._tick = tick
        self._made: dict[Any, Any] = {}
        self.by_distance: dict[int, Distance] = {}
        """By the index of a variable of the model: its value as a function of two starts, where it is one."""

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        made = self._made.get(key)
        if made is None:
            if self._tick is not None:
                self._tick()
            made = self._made[key] = make()
        return made

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what stands under a key; create it if it does not exist yet."""
        return self._once(key, make)

    def _name(self, constraint: cp_model.Constraint, meaning: str) -> None:
        constraint.with_name(f"vocabulary: {meaning}")

    # The requests.

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All meetings to be planned, in the order of the file."""
        return self.problem.candidates

    def candidate(self, meeting: str) -> Candidate:
        """Return the candidate of a meeting."""
        return self.problem.by_key[meeting]

    def asks(self, meeting: str) -> bool:
        """Whether the meeting is to be planned; one that was declined is not."""
        return meeting in self.problem.by_key

    def asked(self, meetings: Iterable[str]) -> list[str]:
        """Return the meetings among some that are to be planned, each once."""
        return self.problem.asked(meetings)

    def meetings_of(self, principal: str) -> list[Candidate]:
        """Return the meetings in which the principal takes part, or may."""
        return self.problem.meetings_of(principal)

    # What is decided about each.

    def held(self, meeting: str) -> cp_model.IntVar:
        """Return the literal that the meeting is held."""
        made: cp_model.IntVar = self._once(("held", meeting), lambda: self.model.new_bool_var(f"held {meeting}"))
        return made

    def step(self, meeting: str) -> cp_model.IntVar:
        """Return the start of the meeting in steps of the grid; the first possible one if it is not held."""
        made: cp_model.IntVar = self._once(("step", meeting), lambda: self._new_step(meeting))
        return made

    def _new_step(self, meeting: str) -> cp_model.IntVar:
        spans = self._starts[meeting].on_grid(self.problem.first, self.problem.grid)
        domain = cp_model.Domain.from_intervals([list(span) for span in spans] or [[0, 0]])
        step = self.model.new_int_var_from_domain(domain, f"step {meeting}")
        if not spans:
            self._name(self.model.add_bool_or(~self.held(meeting)), f"{meeting} has no start at all")
        first = spans.spans[0][0] if spans else 0
        resting = self.model.add(step == first).only_enforce_if(~self.held(meeting))
        self._name(resting, f"{meeting} rests at its first start when it is not held")
        return step

    def steps(self, meeting: str) -> list[int]:
        """Return the steps of the grid at which the meeting may start."""
        spans = self._starts[meeting].on_grid(self.problem.first, self.problem.grid)
        return [step for low, high in spans for step in range(low, high + 1)]

    def starts_at(self, meeting: str, step: int) -> Literal:
        """Return the literal that the meeting is held, and starts at a step of the grid at which it may."""
        return self.starts(meeting)[step]

    def starts(self, meeting: str) -> dict[int, Literal]:
        """Return, for each step of the grid at which the meeting may start, the literal that it does."""
        made: dict[int, Literal] = self._once(("starts at", meeting), lambda: self._new_starts_at(meeting))
        return made

    def _new_starts_at(self, meeting: str) -> dict[int, Literal]:
        literals = {step: self.model.new_bool_var(f"{meeting} at {step}") for step in self.steps(meeting)}
        chosen: list[Literal] = [*literals.values(), ~self.held(meeting)]
        self._name(self.model.add_exactly_one(chosen), f"{meeting} starts once, if it is held")
        for step, literal in literals.items():
            at = self.model.add(self.step(meeting) == step).only_enforce_if(literal)
            self._name(at, f"{meeting} starts at {step}")
        return literals

    def start(self, meeting: str) -> Any:
        """Return the minute at which the meeting starts, as an expression."""
        return self._once(("start", meeting), lambda: self.problem.grid * self.step(meeting))

    def minutes(self, meeting: str) -> Any:
        """Return the length of the meeting in minutes: a number, or a variable if there is a choice."""
        lengths = self.candidate(meeting).minutes
        if len(lengths) == 1:
            return lengths[0]
        return self._once(("minutes", meeting), lambda: self._new_minutes(meeting, lengths))

    def _new_minutes(self, meeting: str, lengths: Sequence[int]) -> cp_model.IntVar:
        minutes = self.model.new_int_var_from_domain(cp_model.Domain.from_values(lengths), f"minutes {meeting}")
        chosen = sum(length * self.takes(meeting, length) for length in lengths)
        self._name(self.model.add(minutes == chosen), f"{meeting} takes the length that is chosen")
        return minutes

    def takes(self, meeting: str, minutes: int) -> Literal:
        """Return the literal that the meeting has that length; one of the lengths is always true."""
        return self._choice("takes", meeting, self.candidate(meeting).minutes, minutes, always=True)

    def at(self, meeting: str, setting: Setting) -> Literal:
        """Return the literal that the meeting is held in the setting."""
        return self._choice("at", meeting, self.candidate(meeting).settings, setting)

    def by(self, meeting: str, team: tuple[str, ...]) -> Literal:
        """Return the literal that the meeting is held with that team of interpreters."""
        return self._choice("by", meeting, self.candidate(meeting).teams, team)

    def _choice(self, what: str, meeting: str, options: Sequence[Any], option: Any, *, always: bool = False) -> Literal:
        """Return the literal that an option is chosen; exactly one is if the meeting is held."""
        if len(options) == 1 and not always:
            return self.held(meeting)
        return self._once((what, meeting), lambda: self._new_choice(what, meeting, options, always=always))[option]

    def _new_choice(self, what: str, meeting: str, options: Sequence[Any], *, always: bool) -> dict[Any, Literal]:
        literals = {o: self.model.new_bool_var(f"{what} {meeting} {n}") for n, o in enumerate(options)}
        chosen: list[Literal] = list(literals.values())
        if not always:
            chosen.append(~self.held(meeting))
        self._name(self.model.add_exactly_one(chosen), f"{meeting} {what} exactly one, if it is held")
        if always:
            resting = self.model.add_bool_or(self.held(meeting), literals[options[0]])
            self._name(resting, f"{meeting} rests at its first length when it is not held")
        return literals

    def end(self, meeting: str) -> Any:
        """Return the minute at which the meeting ends, as an expression of one variable."""
        return self._once(("end", meeting), lambda: self._new_end(meeting))

    def _new_end(self, meeting: str) -> Any:
        if len(self.candidate(meeting).minutes) == 1:
            return self.start(meeting) + self.minutes(meeting)
        lengths, first = self.candidate(meeting).minutes, self.problem.first
        spans = self._starts[meeting].spans or ((first, first),)
        low, high = spans[0][0] - first + min(lengths), spans[-1][1] - first + max(lengths)
        end = self.model.new_int_var(min(low, *lengths), max(high, *lengths), f"end {meeting}")
        whole = self.model.add(end == self.start(meeting) + self.minutes(meeting))
        self._name(whole, f"{meeting} ends when its length is over")
        return end

    def attends(self, meeting: str, principal: str) -> Literal:
        """Return the literal that the meeting is held with the principal."""
        if principal in self.candidate(meeting).participants:
            return self.held(meeting)
        return self._once(("attends", meeting, principal), lambda: self._new_attends(meeting, principal))

    def _new_attends(self, meeting: str, principal: str) -> Literal:
        literal = self.model.new_bool_var(f"attends {meeting} {principal}")
        implied = self.model.add_implication(literal, self.held(meeting))
        self._name(implied, f"{principal} attends {meeting} only if it is held")
        return literal

    def in_person(self, meeting: str) -> Literal:
        """Return the literal that the meeting is held in person."""
        settings = self.candidate(meeting).settings
        there = [self.at(meeting, setting) for setting in settings if setting.mode == "in person"]
        if len(there) == len(settings):
            return self.held(meeting)
        return self.any_of(("in person", meeting), there)

    def any_of(self, key: Any, literals: Sequence[Literal]) -> Literal:
        """Return the literal that at least one of several is true; it is stored under the key."""
        several = {_index(literal): literal for literal in literals}
        if len(several) == 1:
            return next(iter(several.values()))
        return self._once(("any", *sorted(several)), lambda: self._new_any(key, list(several.values())))

    def _new_any(self, key: Any, literals: Sequence[Literal]) -> Literal:
        literal = self.model.new_bool_var(f"any {key}")
        self._name(self.model.add_bool_or(literals).only_enforce_if(literal), f"any of {key}")
        for each in literals:
            self._name(self.model.add_implication(each, literal), f"any of {key}")
        return literal

    def decided(self) -> dict[int, str]:
        """Return, by index, the meeting of each variable that decides about one meeting alone."""
        found: dict[int, str] = {}
        for key, made in self._made.items():
            if key[0] in _DECIDED:
                variables = made.values() if isinstance(made, dict) else [made]
                found.update({max(_index(v), -_index(v) - 1): key[1] for v in variables if hasattr(v, "index")})
        return found

    # Times on which meetings lie.

    def minute(self, moment: datetime) -> int:
        """Return a moment as a minute of the model."""
        return minute(moment) - self.problem.first

    def interval(
        self,
        meeting: str,
        principal: str | None = None,
        setting: Setting | None = None,
        *,
        team: tuple[str, ...] | None = None,
        before: int = 0,
        after: int = 0,
        only: int | None = None,
    ) -> cp_model.IntervalVar:
        """Return the interval of the meeting, with minutes before and after it.

        It is present if the meeting is held, with the principal, in the setting, by the team, where these are given.
        `only` is the length in minutes from the start, instead of the whole length of the meeting.
        """
        literal = self._present(meeting, principal, setting, team)
        key = ("interval", meeting, _index(literal), before, after, only)
        made: cp_model.IntervalVar = self._once(key, lambda: self._new_interval(meeting, literal, before, after, only))
        return made

    def _present(
        self, meeting: str, principal: str | None, setting: Setting | None, team: tuple[str, ...] | None
    ) -> Literal:
        """Return the literal that the meeting is held with the principal, in the setting, by the team, if given."""
        held: Literal = self.held(meeting)
        present = [
            *([self.attends(meeting, principal)] if principal is not None else []),
            *([self.at(meeting, setting)] if setting is not None else []),
            *([self.by(meeting, team)] if team is not None else []),
        ]
        # Each of these implies that the meeting is held.
        return self.all_of([each for each in present if _index(each) != _index(held)] or [held])

    def present(self, use: Use) -> Literal:
        """Return the literal that a meeting uses a resource."""
        return self._present(use.meeting, use.principal, use.setting, use.team)

    def uses(self, use: Use) -> cp_model.IntervalVar:
        """Return the interval for which a meeting uses a resource."""
        return self.interval(
            use.meeting,
            use.principal,
            use.setting,
            team=use.team,
            before=use.before,
            after=use.after,
            only=use.only,
        )

    def _new_interval(
        self, meeting: str, literal: Literal, before: int, after: int, only: int | None
    ) -> cp_model.IntervalVar:
        start = self.start(meeting) - before
        if only is None:
            size, end = self.minutes(meeting) + before + after, self.end(meeting) + after
        else:
            size, end = only + before + after, self.start(meeting) + only + after
        name = f"vocabulary: {meeting} from {before} before to {after} after"
        return self.model.new_optional_interval_var(start, size, end, literal, name)

    def all_of(self, literals: Sequence[Literal]) -> Literal:
        """Return the literal that all of several are true."""
        several = {_index(literal): literal for literal in literals}
        if len(several) == 1:
            return next(iter(several.values()))
        return self._once(("all", *sorted(several)), lambda: self._new_all(list(several.values())))

    def _new_all(self, literals: list[Literal]) -> Literal:
        literal = self.model.new_bool_var(f"all {len(self._made)}")
        for each in literals:
            self._name(self.model.add_implication(literal, each), "all of several")
        self._name(self.model.add_bool_or([literal, *(~each for each in literals)]), "all of several")
        return literal

    def fixed(self, start: datetime, end: datetime) -> cp_model.IntervalVar:
        """Return the interval of something that does not move."""
        low, high = self.minute(start), self.minute(end)
        made: cp_model.IntervalVar = self._once(
            ("fixed", low, high),
            lambda: self.model.new_fixed_size_interval_var(low, high - low, f"vocabulary: fixed {low}"),
        )
        return made

    def rest(self, start: datetime, end: datetime, minutes: int) -> cp_model.IntervalVar:
        """Return a new interval of a given length that lies somewhere between two moments."""
        low, high = self.minute(start), self.minute(end)
        begin = self.model.new_int_var(low, high - minutes, f"rest {low}")
        return self.model.new_fixed_size_interval_var(begin, minutes, f"vocabulary: rest {low}")

    # Days.

    def days(self, meeting: str) -> list[date]:
        """Return the dates on which the meeting may start, on the clocks of its settings."""
        found: list[date] = self._once(("days", meeting), lambda: sorted(self._days(meeting)))
        return found

    def _days(self, meeting: str) -> set[date]:
        zones = {setting.zone for setting in self.candidate(meeting).settings}
        return {day for low, high in self._starts[meeting] for zone in zones for day in _dates(low, high, zone)}

    def on_day(self, meeting: str, day: date, principal: str | None = None) -> Literal:
        """Return the literal that the meeting is held, starts on the day, and involves the principal, if given."""
        literals = self._once(("days of", meeting), lambda: self._new_days(meeting))
        if day not in literals:
            return self._once("never", lambda: self.model.new_constant(0))
        if principal is None:
            return literals[day]
        if principal in self.candidate(meeting).participants:
            return literals[day]
        return self.all_of([literals[day], self.attends(meeting, principal)])

    def _new_days(self, meeting: str) -> dict[date, Literal]:
        days = self.days(meeting)
        zones = {setting.zone for setting in self.candidate(meeting).settings}
        if len(days) == 1 and len(zones) == 1:
            return {days[0]: self.held(meeting)}
        literals: dict[date, Literal] = {day: self.model.new_bool_var(f"{meeting} on {day}") for day in days}
        chosen = [*literals.values(), ~self.held(meeting)]
        self._name(self.model.add_exactly_one(chosen), f"{meeting} is on exactly one day, if it is held")
        for setting in self.candidate(meeting).settings:
            for day, literal in literals.items():
                spans = Spans((day_span(day, zone_of(setting.zone)),))
                self._name(
                    self.starts_within(meeting, spans, [literal, self.at(meeting, setting)]),
                    f"{meeting} starts on {day}",
                )
        return literals

    def starts_within(self, meeting: str, spans: Spans, literals: Sequence[Literal]) -> cp_model.Constraint:
        """Post that the meeting starts within the spans, if all the literals are true."""
        return self._steps_within(meeting, spans.on_grid(self.problem.first, self.problem.grid), literals)

    def _steps_within(self, meeting: str, steps: Spans, literals: Sequence[Literal]) -> cp_model.Constraint:
        if not steps:
            return self.model.add_bool_or([~literal for literal in literals])
        domain = cp_model.Domain.from_intervals([list(span) for span in steps])
        constraint = self.model.add_linear_expression_in_domain(self.step(meeting), domain)
        constraint.only_enforce_if(*literals)
        return constraint

    def any_on(self, day: date, meetings: Sequence[str], principal: str) -> Literal:
        """Return the literal that the principal has one of the meetings on the day."""
        literals = [self.on_day(key, day, principal) for key in meetings]
        return self.any_of(("on", day, principal, tuple(meetings)), literals)

    # Preferences.

    def waiting(self, day: date, meetings: Sequence[str], principal: str, fixed: Sequence[tuple[int, int]]) -> Any:
        """Return the principal's minutes of waiting on the day, between the meetings and fixed minutes.

        It is at least the last end minus the first start minus all busy minutes; minimising makes it equal. That it is
        not negative is stated explicitly: the difference alone gives the solver no bound.
        """
        unit = self._unit(meetings, fixed)
        low, high = (moment // unit for moment in self._reach(day, meetings, fixed))
        first = self.model.new_int_var(low, high, f"first {principal} {day}")
        last = self.model.new_int_var(low, high, f"last {principal} {day}")
        waiting = self.model.new_int_var(0, high - low, f"waiting {principal} {day}")
        named = f"waiting of {principal} on {day}"
        busy = sum(end - start for start, end in fixed)
        for start, end in fixed:
            self._name(self.model.add(unit * first <= start - self.problem.first), named)
            self._name(self.model.add(unit * last >= end - self.problem.first), named)
        for key in meetings:
            there = self.on_day(key, day, principal)
            self._name(only_if(self.model.add(unit * first <= self.start(key)), there), named)
            self._name(only_if(self.model.add(unit * last >= self.end(key)), there), named)
            busy = busy + self._minutes_if(key, there)
        self._name(self.model.add(unit * waiting >= unit * last - unit * first - busy), named)
        self._name(self.model.add(unit * last - unit * first >= busy), f"{named}: no less than what is busy")
        return unit * waiting

    def _reach(self, day: date, meetings: Sequence[str], fixed: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Return the first and the last minute of the day at which anything can be held."""
        spans = [(low - self.problem.first, high - self.problem.first) for low, high in fixed]
        for key in meetings:
            longest = max(self.candidate(key).minutes)
            for zone in {setting.zone for setting in self.candidate(key).settings}:
                on_the_day = self._starts[key] & Spans((day_span(day, zone_of(zone)),))
                spans += [(low - self.problem.first, high - self.problem.first + longest) for low, high in on_the_day]
        unit = self.problem.grid
        return min(low for low, _ in spans) // unit * unit, -(-max(high for _, high in spans) // unit) * unit

    def _unit(self, meetings: Sequence[str], fixed: Sequence[tuple[int, int]]) -> int:
        """Return the largest number of minutes that divides everything here.

        Counting in this unit keeps the domains as small as possible.
        """
        lengths = [minutes for key in meetings for minutes in self.candidate(key).minutes]
        ends = [moment - self.problem.first for span in fixed for moment in span]
        return gcd(self.problem.grid, *lengths, *ends)

    def _minutes_if(self, meeting: str, literal: Literal) -> Any:
        minutes = self.minutes(meeting)
        if isinstance(minutes, int):
            return minutes * literal
        lengths = self.candidate(meeting).minutes
        return sum(length * self.all_of([literal, self.takes(meeting, length)]) for length in lengths)

    def if_held(self, meeting: str, expression: Any) -> Any:
        """Return the expression if the meeting is held, and 0 otherwise."""
        high = self.problem.last - self.problem.first
        made = self.model.new_int_var(0, high, f"if held {meeting} {len(self._made)}")
        bound = self.model.add(made >= expression).only_enforce_if(self.held(meeting))
        self._name(bound, f"{meeting} counts if it is held")
        return made

    def overlap(self, one: str, other: str, principal: str | None = None) -> Any:
        """Return the minutes for which two meetings overlap, as an expression that is right only if it is minimised.

        With a principal, and if that is still to be decided, only if the principal is in both. The overlap is
        the minimum of both lengths and of the distances from the start of each to the end of the other, never negative.
        """
        present = [self._there(key, principal) for key in (one, other)]
        key = ("overlap", *sorted((one, other)), *sorted(map(_index, present)))
        return self._once(key, lambda: self._new_overlap(one, other, present))

    def kept_apart(self, one: str, other: str) -> bool:
        """Whether somebody takes part in both, so that they cannot overlap."""
        meetings = self.problem.facts.scenario.meetings
        shares = other in meetings[one].shares_slot_with or one in meetings[other].shares_slot_with
        return not shares and bool(set(self.candidate(one).participants) & set(self.candidate(other).participants))

    @staticmethod
    def sum_of(terms: Iterable[Any]) -> Any:
        """Return the sum of many terms, built in one step."""
        several = list(terms)
        return cp_model.LinearExpr.sum(several) if several else 0

    def _there(self, meeting: str, principal: str | None) -> Literal:
        joins = principal is not None and principal in self.candidate(meeting).optional
        return self.attends(meeting, principal) if joins and principal is not None else self.held(meeting)

    def _new_overlap(self, one: str, other: str, present: Sequence[Literal]) -> Any:
        lengths = [self.candidate(key).minutes for key in (one, other)]
        unit = gcd(self.problem.grid, *(minutes for each in lengths for minutes in each))
        most = min(max(each) for each in lengths) // unit
        for key in (one, other):
            self.end(key)
        begun = len(self.model.proto.constraints)
        overlap = self.model.new_int_var(0, most, f"overlap {one} {other}")
        # At least one of these is the least of all.
        terms = [self.end(one) - self.start(other), self.end(other) - self.start(one)]
        terms += [self.minutes(key) for key, each in zip((one, other), lengths, strict=True) if min(each) < most * unit]
        terms += [most * unit] if most * unit in {min(each) for each in lengths} else []
        name = f"overlap of {one} and {other}"
        self._at_least_one_of(terms, unit * overlap, present, name)
        always = all(_index(each) == _index(self.held(key)) for each, key in zip(present, (one, other), strict=True))
        if always and all(len(each) == 1 for each in lengths):
            (mine,), (theirs,) = lengths
            self._note_distance(
                (one, other),
                overlap,
                begun,
                range(-(theirs // self.problem.grid), mine // self.problem.grid + 1),
                lambda apart: max(0, min(mine, apart + theirs) - max(0, apart)) // unit,
            )
        return unit * overlap

    def _at_least_one_of(self, terms: Sequence[Any], cost: Any, present: Sequence[Literal], name: str) -> None:
        """Post that a cost is at least one of several terms, if the meetings are held."""
        reached = [self.model.new_bool_var(f"{name} {number}") for number in range(len(terms))]
        for term, literal in zip(terms, reached, strict=True):
            self._name(only_if(self.model.add(cost >= term), literal), name)
        self._name(self.model.add_bool_or([*reached, *(~literal for literal in present)]), name)

    def _note_distance(
        self,
        meetings: tuple[str, str],
        variable: cp_model.IntVar,
        begun: int,
        steps: range,
        cost: Callable[[int], int],
    ) -> None:
        """Record that a variable is a function of the distance of two starts, equivalent to the last constraints."""
        costs = tuple(cost(step * self.problem.grid) for step in steps)
        constraints = range(begun, len(self.model.proto.constraints))
        self.by_distance[variable.index] = Distance(*meetings, steps.start, costs, constraints)

    def missing_after(self, one: str, other: str, minutes: int) -> Any:
        """Return the minutes by which the time from the end of a meeting to the start of another is too short.

        It is 0 if the other starts before that end. The expression is right only if it is minimised.
        """
        return self._once(("missing", one, other, minutes), lambda: self._new_missing(one, other, minutes))

    def _new_missing(self, one: str, other: str, minutes: int) -> Any:
        lengths, grid = self.candidate(one).minutes, self.problem.grid
        unit = gcd(grid, minutes, *lengths)
        for key in (one, other):
            self.end(key)
        begun = len(self.model.proto.constraints)
        missing = self.model.new_int_var(0, minutes // unit, f"missing {one} {other}")
        name = f"time from {one} to {other}"
        before = self.model.new_bool_var(f"{other} starts before {one} ends")
        late = self.model.new_bool_var(f"{other} follows {one}")
        self._name(only_if(self.model.add(self.start(other) < self.end(one)), before), name)
        enough = self.model.add(unit * missing >= minutes + self.end(one) - self.start(other))
        self._name(only_if(enough, late), name)
        there = [~self.held(key) for key in (one, other)]
        self._name(self.model.add_bool_or([before, late, *there]), name)
        if len(lengths) == 1:
            whole = lengths[0]
            steps = range(-(-whole // grid), (whole + minutes) // grid + 1)
            self._note_distance(
                (one, other), missing, begun, steps, lambda apart: max(0, whole + minutes - apart) // unit
            )
        return unit * missing

    def changes_room(self, one: str, other: str, within: int, principal: str) -> Literal:
        """Return a literal that is true if two meetings follow each other closely in different rooms.

        Closely means: the later starts at most `within` minutes after the end of the earlier. Only meetings in rooms
        count, and with the principal where that is still to be decided. It is right only if it is minimised.
        """
        present = [self._there(key, principal) for key in (one, other)]
        key = ("changes room", *sorted((one, other)), within, *sorted(map(_index, present)))
        return self._once(key, lambda: self._new_change(one, other, within, present))

    def _new_change(self, one: str, other: str, within: int, present: Sequence[Literal]) -> Literal:
        changes = self.model.new_bool_var(f"changes room {one} {other}")
        name = f"rooms of {one} and {other}"
        why_not = [
            (self.room_number(one) == self.room_number(other)),
            (self.start(one) == self.start(other)),
            (self.start(other) - self.end(one) > within),
            (self.start(one) - self.end(other) > within),
        ]
        reasons = [self.model.new_bool_var(f"{name} {number}") for number in range(len(why_not))]
        for reason, literal in zip(why_not, reasons, strict=True):
            self._name(only_if(self.model.add(reason), literal), name)
        roomless = [self.at(key, s) for key in (one, other) for s in self.candidate(key).settings if s.room is None]
        self._name(self.model.add_bool_or([changes, *reasons, *(~each for each in present), *roomless]), name)
        return changes

    def room_number(self, meeting: str) -> Any:
        """Return the number of the room in which the meeting is held, from 1; rooms that are alike share a number."""
        return self._once(("room number", meeting), lambda: self._new_room_number(meeting))

    def _new_room_number(self, meeting: str) -> cp_model.IntVar:
        numbers = {key: number for number, key in enumerate(self.problem.facts.scenario.rooms, start=1)}
        settings = self.candidate(meeting).settings
        number = self.model.new_int_var(0, len(numbers), f"room of {meeting}")
        whole = self.sum_of(numbers[s.room] * self.at(meeting, s) for s in settings if s.room)
        self._name(self.model.add(number == whole), f"{meeting} is in the room that is chosen")
        return number

    def misses(self, meeting: str, spans_in: Callable[[str], Iterable[tuple[int, int]]]) -> Literal:
        """Return the literal that the meeting is held, but not wholly within the spans for its setting's time zone."""
        missed = self.model.new_bool_var(f"misses {meeting}")
        for setting in self.candidate(meeting).settings:
            for length in self.candidate(meeting).minutes:
                starts = Spans.of((low, high - length) for low, high in spans_in(setting.zone))
                literals = [~missed, *self.when(meeting, setting, length)]
                self._name(
                    self.starts_within(meeting, starts, literals),
                    f"{meeting} is when preferred, or misses it",
                )
        return missed

    def by_start(self, meeting: str, costs: Mapping[tuple[Setting, int], Mapping[int, Spans]], otherwise: int) -> Any:
        """Return the cost of the meeting's start, as an expression: 0 if it is not held.

        Args:
            meeting: the meeting.
            costs: for each setting and length, the starts of each cost, as steps of the grid.
            otherwise: the cost of every other start.
        """
        candidate = self.candidate(meeting)
        options = [(setting, minutes) for setting in candidate.settings for minutes in candidate.minutes]
        whole = Spans.of([(0, (self.problem.last - self.problem.first) // self.problem.grid)])
        tables = {option: self._filled(costs.get(option, {}), whole, otherwise) for option in options}
        levels = sorted({cost for table in tables.values() for cost in table})
        literals = {cost: self.model.new_bool_var(f"{meeting} costs {cost} then") for cost in levels}
        one = self.model.add(sum(literals.values()) == self.held(meeting))
        self._name(one, f"the start of {meeting} has one cost if it is held")
        for option, table in tables.items():
            for cost, literal in literals.items():
                literals_of = [literal, *self.when(meeting, *option)]
                spans = table.get(cost, Spans(()))
                self._name(self._steps_within(meeting, spans, literals_of), f"{meeting} starts where it costs {cost}")
        return sum(cost * literal for cost, literal in literals.items())

    @staticmethod
    def _filled(costs: Mapping[int, Spans], whole: Spans, otherwise: int) -> dict[int, Spans]:
        """Return the cost of each start, those that are not listed at the other cost."""
        table, rest = dict(costs), whole
        for spans in costs.values():
            rest &= ~spans
        table[otherwise] = table.get(otherwise, Spans(())) | rest
        return table

    def when(self, meeting: str, setting: Setting, minutes: int) -> list[Literal]:
        """Return the literals that the meeting is held, in the setting, with that length."""
        literals = [self.held(meeting)]
        if len(self.candidate(meeting).settings) > 1:
            literals = [self.at(meeting, setting)]
        if len(self.candidate(meeting).minutes) > 1:
            literals.append(self.takes(meeting, minutes))
        return literals


def _index(literal: Literal) -> int:
    return int(literal.index)


def _dates(low: int, high: int, zone: str) -> Iterable[date]:
    day, last = (moment_of(m).astimezone(zone_of(zone)).date() for m in (low, high))
    while day <= last:
        yield day
        day += timedelta(days=1)
