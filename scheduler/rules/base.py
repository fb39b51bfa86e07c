"""What every rule is: the fields that an officer fills in, and what the program asks of it.

A rule states its meaning three times, deliberately in three ways: `allows`, `resources` and `post` for the solver, in
minutes; `broken` for a finished plan, in wall-clock time; `say` in the officer's words. A test
enumerates every plan of a tiny scenario and requires that the first two agree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from pydantic import PrivateAttr

from scheduler.rules.concern import EVERY_MEETING
from scheduler.rules.softening import once
from scheduler.scenario.edit import Edit
from scheduler.scenario.rule_entries import RuleEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from fractions import Fraction

    from ortools.sat.python.cp_model import Constraint, CpModel

    from scheduler.base.minutes import Spans
    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.concern import Concern
    from scheduler.rules.resources import Resource
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Commitment, Stretch
    from scheduler.scenario.problem import Problem
    from scheduler.scenario.source import Path

    Constraints = Iterator[Constraint]


class Likelihoods(Protocol):
    """How likely meetings are to be held: exact probabilities, from 0 to 1."""

    def worth(self, key: str) -> int:
        """Return the worth of holding a meeting, by its priority."""

    def certain(self, meeting: str) -> bool:
        """Whether no uncertain event affects a meeting."""

    def is_beyond(self, meeting: str) -> bool:
        """Whether too many events affect a meeting for its likelihood to be computed."""

    def by_start(self, meeting: str) -> Mapping[tuple[Setting, int], Mapping[Fraction, Spans]]:
        """Return, for each setting and length, the starts that have each likelihood."""

    def of_slot(self, booking: Booking) -> Fraction:
        """Return how likely a booking is to be held, whatever becomes of the others."""


class Rule(ABC):
    """One rule of the catalogue, filled in with what a scenario says."""

    word: ClassVar[str] = ""
    """The rule's word in the YAML: the name of its file."""
    graded: ClassVar[bool] = False
    """True for a preference that is kept more or less: it has a `cost`, and cannot be a must."""

    narrows: ClassVar[bool] = False
    """Whether it restricts when a meeting may start: whether it overrides `allows`."""
    counts: ClassVar[bool] = False
    """Whether a graded preference is a sum of literals; unsatisfiable cores then prove its lower bound best."""
    alike: ClassVar[bool] = False
    """Whether `allows` gives the same answer for all meetings of one format; it is then asked only once."""
    posts: ClassVar[bool] = False
    """Whether it restricts more than `allows` and `resources` express: whether it overrides `post`."""

    blame: ClassVar[int] = 0
    """Which rule is blamed if several explain a conflict equally well: the one with the largest number.

    The rules that are closest to the meeting itself, and easiest to understand, have the largest numbers. They are in
    steps of ten, so that another rule fits between two of them.
    """
    argument: ClassVar[int] = 500
    """Its place in an argument, in ascending order: what is asked, who is where and when, with what, all others."""
    exclusive: ClassVar[bool] = False
    """Whether it keeps two meetings apart because both need the same person, room or interpreter.

    If a meeting runs over, such a rule can prevent the next one.
    """
    listed: ClassVar[bool] = True
    """Whether a plan lists it among the wishes that it keeps or breaks; if not, only the cost of its tier shows it."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Name the rule after its file."""
        super().__init_subclass__(**keywords)
        cls.word = cls.__module__.rpartition(".")[2]
        cls.narrows, cls.posts = cls.allows is not Rule.allows, cls.post is not Rule.post

    @property
    def concerns(self) -> Concern:
        """The meetings that it can constrain, by `allows`, `resources`, `post` or `cost`; all, if it does not say."""
        return EVERY_MEETING

    @property
    def asks_for(self) -> str | None:
        """The meeting that it asks to be held, if it asks for nothing else; None for all other rules."""
        return None

    @property
    def slot_kept(self) -> Booking | None:
        """The booking of an earlier plan whose slot it keeps unchanged; None for all other rules."""
        return None

    @property
    def begins(self) -> datetime | None:
        """When what it is about begins, by which an argument is sorted; None if it has no such moment."""
        return None

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Return the minutes at which a meeting may start in a setting with a length.

        None means that the rule does not restrict it. A rule whose `concerns` names meetings or principals is asked
        about those only; any other rule is asked about every meeting.
        """
        return None

    def resources(self, problem: Problem) -> Iterable[Resource]:  # noqa: ARG002
        """Yield the resources that meetings share: everything in the rule that only keeps meetings apart in time."""
        yield from ()

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:  # noqa: ARG002
        """Yield all other constraints that hold between meetings; the builder names and switches them."""
        yield from ()

    def cost(self, v: Vocabulary) -> Any:
        """Return a graded preference's cost, a linear expression of whole units, 0 at best."""
        raise NotImplementedError

    def lower_bound(self, v: Vocabulary, resources: Sequence[Resource]) -> int:  # noqa: ARG002
        """Return a lower bound of its cost in plans that hold all meetings and respect the resources of the musts."""
        return 0

    def measure(self, plan: Plan) -> int:
        """Return a graded preference's cost, read from a finished plan."""
        raise NotImplementedError

    def applies(self, plan: Plan) -> bool:
        """Whether the rule applies to a plan: whether enough of the meetings that it names are held."""
        named = self.concerns.meetings
        return not named or any(plan.booking(key) for key in named)

    def passed_over(self, names: Names) -> Iterable[str]:  # noqa: ARG002
        """Yield a sentence for each part of the rule that is ignored because no plan could keep it."""
        return ()

    def parts(self) -> Iterable[Rule]:
        """Yield rules that together mean the same; an explanation names only those that it needs."""
        yield self

    def softenings(self, facts: Facts) -> Iterable[Softening]:  # noqa: ARG002
        """Yield the ways in which a repair may soften it; none where nobody can change anything."""
        return ()

    def in_part(self, plan: Plan) -> bool:  # noqa: ARG002
        """Whether what `broken` says is only a matter of degree."""
        return False

    @abstractmethod
    def broken(self, plan: Plan) -> Iterable[str]:
        """Yield a sentence for each breach in a finished plan, in wall-clock time, without the solver."""

    @abstractmethod
    def say(self, names: Names) -> str:
        """Return the rule as a sentence in the officer's words, without a full stop."""


class Written(RuleEntry, Rule):
    """A rule that the officer writes under `rules:`."""

    _facts: Facts | None = PrivateAttr(None)
    _number: int = PrivateAttr(0)

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Name the rule as the officer writes it (pydantic's class comes first among the bases)."""
        super().__init_subclass__(**keywords)
        cls.word = cls.__dict__.get("rule", cls.__module__.rpartition(".")[2])
        cls.narrows, cls.posts = cls.allows is not Rule.allows, cls.post is not Rule.post

    def with_facts(self, facts: Facts, number: int = 0) -> Self:
        """Return the rule with the facts of its scenario, and its index in the list `rules:`."""
        bound = self.model_copy()
        bound._facts = facts  # noqa: SLF001 - its own class
        bound._number = number  # noqa: SLF001 - the same
        return bound

    @property
    def path(self) -> Path:
        """Where it stands in the file."""
        return ("rules", self._number)

    def given(self, likelihood: Callable[[], Likelihoods]) -> Self:  # noqa: ARG002
        """Return the rule with the likelihoods of its meetings, computed on demand; most rules ignore them."""
        return self

    def softenings(self, facts: Facts) -> Iterable[Softening]:
        """It demands less, where its own file says how; or it becomes a wish."""
        yield from self.less(facts)
        sentence = f"“{self.say(facts.names)}” becomes a wish"
        yield once("rule", [Edit((*self.path, "strength"), "wish")], sentence)

    def less(self, facts: Facts) -> Iterable[Softening]:  # noqa: ARG002
        """Yield the ways in which it may demand less."""
        return ()

    @property
    def facts(self) -> Facts:
        """What the rest of the scenario says.

        Raises:
            LookupError: the rule was made without a scenario, which is a mistake of the program.
        """
        if self._facts is None:
            raise LookupError(f"the rule {self.word} has not been given the scenario's facts")
        return self._facts


class Graded(Written):
    """A preference that the officer writes, and that is kept more or less."""

    graded: ClassVar[bool] = True
    usually: ClassVar[str] = "wish"
    instead: ClassVar[str] = ""
    """What to write where it must hold, if there is something of the kind."""

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Report a strength of `must`: a preference is a wish."""
        yield from super().mistakes()
        if self.strength and self.strength.must:
            yield "strength", "a preference cannot be a must.", self.instead or "Write 'wish' or 'strong wish'."

    def in_part(self, plan: Plan) -> bool:  # noqa: ARG002
        """True: it is always a matter of degree."""
        return True


def post_free(
    model: CpModel, v: Vocabulary, principal: str, stretch: Stretch, minutes: int, busy: Iterable[Commitment]
) -> Constraints:
    """Yield the constraints that keep a number of consecutive minutes free inside a stretch."""
    rest = v.rest(stretch.start, stretch.end, minutes)
    fixed = [v.fixed(commitment.start, commitment.end) for commitment in busy]
    for interval in [*fixed, *(v.interval(candidate.key, principal) for candidate in v.meetings_of(principal))]:
        yield model.add_no_overlap([rest, interval])


def overlap_of(one: Booking, other: Booking) -> int:
    """Return the minutes for which two bookings overlap."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, int(both.total_seconds() // 60))


def each_or_any(keys: Iterable[str], names: Names) -> str:
    """Return the titles of several meetings for a sentence, or "meetings" if none is named."""
    return together(keys, names) if keys else "meetings"


def together(keys: Iterable[str], names: Names) -> str:
    """Return the titles of several meetings, for a sentence."""
    titles = [names.meeting(key) for key in keys]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)
