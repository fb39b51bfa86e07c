"""Every rule, one file each: `written/` by the officer, `implied/` by the rest of the scenario, `asked/` by a
question.

Outside use: `base` (Rule), `catalogue`, `resources`, `softening`, `vocabulary` for the solver.
"""
