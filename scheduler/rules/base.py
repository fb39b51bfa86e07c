"""What every rule is: the words that an officer writes, and the three things that a rule can do.

A rule says itself three times, on purpose by three different ways: `allows` or `post` for the solver, in
minutes; `broken` for a reader of a finished plan, in wall-clock time; `say` in the officer's words. A test
enumerates every plan of a tiny scenario and requires that the first two agree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from pydantic import PrivateAttr

from scheduler.rules.softening import once
from scheduler.scenario.edit import Edit
from scheduler.scenario.rule_entries import RuleEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from ortools.sat.python.cp_model import Constraint, CpModel

    from scheduler.base.minutes import Spans
    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.resources import Resource
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Commitment, Stretch
    from scheduler.scenario.problem import Problem
    from scheduler.scenario.source import Path

    Constraints = Iterator[Constraint]


class Likelihoods(Protocol):
    """How likely meetings are to be held, whatever turns out: exact shares, from 0 to 1."""

    def worth(self, key: str) -> int:
        """Return what it is worth that a meeting is held."""

    def certain(self, meeting: str) -> bool:
        """Whether nothing that is uncertain bears on a meeting."""

    def is_beyond(self, meeting: str) -> bool:
        """Whether a meeting hangs on too many events for its likelihood to be worked out."""

    def by_start(self, meeting: str) -> Mapping[tuple[Setting, int], Mapping[Fraction, Spans]]:
        """Return, for each setting and length, the starts of each likelihood."""

    def of_slot(self, booking: Booking) -> Fraction:
        """Return how likely a booking is to be held, taken alone."""


class Rule(ABC):
    """One rule of the catalogue, filled in with what a scenario says."""

    word: ClassVar[str] = ""
    """The rule's word in the YAML: the name of its file."""
    graded: ClassVar[bool] = False
    """True for a preference that is kept more or less: it has a `cost`, and cannot be a must."""

    narrows: ClassVar[bool] = False
    """Whether it has something to say about when a request may start: it has an `allows` of its own."""
    counts: ClassVar[bool] = False
    """Whether a graded preference counts literals, one by one: its least cost is then best proved from below."""
    alike: ClassVar[bool] = False
    """Whether `allows` says the same of all requests of one format, so that it need be asked only once for them."""
    posts: ClassVar[bool] = False
    """Whether it says more than `allows` and `resources` do: it has a `post` of its own."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Name the rule after its file."""
        super().__init_subclass__(**keywords)
        cls.word = cls.__module__.rpartition(".")[2]
        cls.narrows, cls.posts = cls.allows is not Rule.allows, cls.post is not Rule.post

    @property
    def scope(self) -> tuple[str, str]:
        """Whose meetings `allows` narrows: ("principal", key), ("meeting", key), or ("all", "")."""
        return "all", ""

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Return the minutes at which the request may start in the setting with that length.

        None means that the rule has nothing to say. Asked only for requests within `scope`.
        """
        return None

    def resources(self, problem: Problem) -> Iterable[Resource]:  # noqa: ARG002
        """Yield what the meetings may not take at once: all that a rule says which only keeps them apart in time."""
        yield from ()

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:  # noqa: ARG002
        """Yield all other constraints that hold between meetings; the builder names and switches them."""
        yield from ()

    def cost(self, v: Vocabulary) -> Any:
        """Return a graded preference's cost, a linear expression of whole units, 0 at best."""
        raise NotImplementedError

    def lower_bound(self, v: Vocabulary, resources: Sequence[Resource]) -> int:  # noqa: ARG002
        """Return a cost that no plan undercuts that holds all meetings and keeps the claims of the musts."""
        return 0

    def measure(self, plan: Plan) -> int:
        """Return a graded preference's cost, read from a finished plan."""
        raise NotImplementedError

    def applies(self, plan: Plan) -> bool:
        """Whether what the rule is about is in the plan: enough of the meetings that it names are held."""
        named = [getattr(self, "meeting", ()), *(getattr(self, word, ()) for word in ("meetings", "first", "then"))]
        groups = [(keys,) if isinstance(keys, str) else tuple(keys) for keys in named if keys]
        return all(any(plan.booking(key) for key in keys) for keys in groups)

    def passed_over(self, names: Names) -> Iterable[str]:  # noqa: ARG002
        """Yield what the rule asks for and passes over, since no plan could keep it; a reader is told."""
        return ()

    def parts(self) -> Iterable[Rule]:
        """Yield rules that together say the same, for an explanation that needs only some of them."""
        yield self

    def softenings(self, facts: Facts) -> Iterable[Softening]:  # noqa: ARG002
        """Yield the ways in which it may give way, for a repair; none for what nobody can change."""
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
        """Return the rule with what the rest of the scenario says that it needs, and its number under `rules:`."""
        bound = self.model_copy()
        bound._facts = facts  # noqa: SLF001 - its own class
        bound._number = number  # noqa: SLF001 - the same
        return bound

    @property
    def path(self) -> Path:
        """Where it stands in the file."""
        return ("rules", self._number)

    def given(self, likelihood: Callable[[], Likelihoods]) -> Self:  # noqa: ARG002
        """Return the rule with what knows how likely its meetings can be held; most rules do not ask."""
        return self

    def softenings(self, facts: Facts) -> Iterable[Softening]:
        """It becomes a wish, and then asks for less where its own file says so."""
        yield from self.less(facts)
        sentence = f"“{self.say(facts.names)}” becomes a wish"
        yield once("rule", [Edit((*self.path, "strength"), "wish")], sentence)

    def less(self, facts: Facts) -> Iterable[Softening]:  # noqa: ARG002
        """Yield the ways in which it may ask for less."""
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
        """It is a wish."""
        yield from super().mistakes()
        if self.strength and self.strength.must:
            yield "strength", "a preference cannot be a must.", self.instead or "Write 'wish' or 'strong wish'."

    def in_part(self, plan: Plan) -> bool:  # noqa: ARG002
        """Always."""
        return True


def post_free(
    model: CpModel, v: Vocabulary, principal: str, stretch: Stretch, minutes: int, busy: Iterable[Commitment]
) -> Constraints:
    """Yield what keeps so many minutes in a row free inside the stretch: a rest that nothing overlaps."""
    rest = v.rest(stretch.start, stretch.end, minutes)
    fixed = [v.fixed(commitment.start, commitment.end) for commitment in busy]
    for interval in [*fixed, *(v.interval(candidate.key, principal) for candidate in v.meetings_of(principal))]:
        yield model.add_no_overlap([rest, interval])


def overlap_of(one: Booking, other: Booking) -> int:
    """Return the minutes in which two bookings are both held."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, int(both.total_seconds() // 60))


def each_or_any(keys: Iterable[str], names: Names) -> str:
    """Return the titles of several meetings for a sentence, or what stands for all of them where none are named."""
    return together(keys, names) if keys else "meetings"


def together(keys: Iterable[str], names: Names) -> str:
    """Return the titles of several meetings, for a sentence."""
    titles = [names.meeting(key) for key in keys]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)
