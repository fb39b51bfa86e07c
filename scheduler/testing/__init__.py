"""The test for authors of rules: on every plan of a tiny scenario, what the solver obeys is what `broken` checks.

Outside use: `check_rule`; `DisagreementError` is what it raises. Needs no test framework.
"""

from __future__ import annotations

from scheduler.testing.check import DisagreementError, check_rule
from scheduler.testing.tiny import FIELD

__all__ = ["FIELD", "DisagreementError", "check_rule"]
