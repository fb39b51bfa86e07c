"""Large neighbourhood search: some meetings are freed, all else is fixed, and CP-SAT solves the rest."""
