"""List scheduling, ruin and recreate and simulated annealing for many meetings, plain and compiled."""
