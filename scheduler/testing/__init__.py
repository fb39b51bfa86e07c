"""The test for authors of rules: on every plan of a tiny scenario, the solver and `broken` must agree.

Outside use: `check_rule`; `DisagreementError` is what it raises. Needs no test framework.
"""

from __future__ import annotations

from scheduler.testing.check import DisagreementError, check_rule
from scheduler.testing.tiny import FIELD

__all__ = ["FIELD", "DisagreementError", "check_rule"]
