"""When a request may start at all: what the rules that narrow it leave, without any solver."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.problem import Problem
    from scheduler.request import Request, Setting
    from scheduler.requirements import Requirement


class Narrowing:
    """The rules of some requirements by whose meetings they narrow, so that each request asks only its own."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        """Sort the requirements by their scope."""
        self.by_scope: dict[tuple[str, str], list[Requirement]] = defaultdict(list)
        for requirement in requirements:
            self.by_scope[requirement.rule.scope].append(requirement)

    def of(self, request: Request) -> list[Requirement]:
        """Return the requirements that may narrow a request, whoever else joins."""
        scopes = [
            ("all", ""),
            ("meeting", request.key),
            *(("principal", key) for key in request.participants),
        ]
        return [requirement for scope in scopes for requirement in self.by_scope.get(scope, ())]

    def starts(self, problem: Problem, request: Request) -> dict[tuple[Setting, int], Spans]:
        """Return the starts that they leave to a request, for each setting and length."""
        return {
            (setting, minutes): self.starts_in(problem, request, setting, minutes)
            for setting in request.settings
            for minutes in request.minutes
        }

    def starts_in(self, problem: Problem, request: Request, setting: Setting, minutes: int) -> Spans:
        """Return the starts that they leave to a request in one setting with one length."""
        spans = Spans.of([(problem.first, problem.last - minutes)])
        for requirement in self.of(request):
            allowed = requirement.rule.allows(request, setting, minutes)
            if allowed is not None:
                spans &= allowed
            if not spans:
                break
        return spans
