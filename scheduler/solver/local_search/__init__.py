"""Local search for many meetings, plain and compiled: list scheduling, ruin and recreate, simulated annealing."""
