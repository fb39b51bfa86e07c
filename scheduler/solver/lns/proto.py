"""The constraints of a built model, read once into plain Python, from which small models are built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Values = list[int]
"""The value of each variable of the built model, by its index."""
Span = tuple[int, int]
"""The first and the last of consecutive integers."""


class UnknownConstraintError(Exception):
    """A rule posts an unsupported kind of constraint; the model can then only be solved as a whole."""


@dataclass(frozen=True)
class Sum:
    """A linear expression: coefficients by variable, and an offset."""

    terms: tuple[tuple[int, int], ...]
    offset: int = 0

    @classmethod
    def of(cls, expression: Any) -> Sum:
        """Read an expression of a model."""
        pairs = zip(expression.vars, expression.coeffs, strict=True)
        return cls(tuple((int(v), int(c)) for v, c in pairs), int(expression.offset))

    def value(self, values: Sequence[int]) -> int:
        """Return its value."""
        return self.offset + sum(factor * values[variable] for variable, factor in self.terms)


@dataclass(frozen=True)
class Constraint:
    """A constraint of the built model, read once."""

    kind: str
    enforced: tuple[int, ...] = ()
    literals: tuple[int, ...] = ()
    linear: Sum = Sum(())
    domain: tuple[int, ...] = ()
    start: Sum = Sum(())
    size: Sum = Sum(())
    end: Sum = Sum(())
    intervals: tuple[int, ...] = ()
    demands: tuple[Sum, ...] = ()
    capacity: Sum = Sum(())

    def variables(self) -> Iterator[int]:
        """Yield its own variables, without those of its intervals."""
        yield from (variable_of(literal) for literal in (*self.enforced, *self.literals))
        for part in (self.linear, self.start, self.size, self.end, *self.demands, self.capacity):
            yield from (variable for variable, _ in part.terms)


NOTHING = Constraint("bool_and")
"""The empty constraint, which always holds."""


def variable_of(literal: int) -> int:
    """Return the variable of a literal: the negation of variable n is written -n - 1."""
    return literal if literal >= 0 else -literal - 1


def is_true(literal: int, values: Sequence[int]) -> bool:
    """Whether a literal is true."""
    return bool(values[literal]) if literal >= 0 else not values[-literal - 1]


def read(constraint: Any) -> Constraint:
    """Read a constraint of a model.

    Raises:
        UnknownConstraintError: its kind is not supported.
    """
    enforced = tuple(constraint.enforcement_literal)
    for kind in ("bool_or", "bool_and", "at_most_one", "exactly_one"):
        if getattr(constraint, f"has_{kind}")():
            return Constraint(kind, enforced, tuple(getattr(constraint, kind).literals))
    if constraint.has_linear():
        linear = constraint.linear
        terms = tuple((int(v), int(c)) for v, c in zip(linear.vars, linear.coeffs, strict=True))
        return Constraint("linear", enforced, linear=Sum(terms), domain=tuple(linear.domain))
    if constraint.has_interval():
        parts = (constraint.interval.start, constraint.interval.size, constraint.interval.end)
        start, size, end = map(Sum.of, parts)
        return Constraint("interval", enforced, start=start, size=size, end=end)
    if constraint.has_no_overlap():
        return Constraint("no_overlap", enforced, intervals=tuple(constraint.no_overlap.intervals))
    if constraint.has_cumulative():
        cumulative = constraint.cumulative
        return Constraint(
            "cumulative",
            enforced,
            intervals=tuple(cumulative.intervals),
            demands=tuple(map(Sum.of, cumulative.demands)),
            capacity=Sum.of(cumulative.capacity),
        )
    raise UnknownConstraintError(str(constraint))
