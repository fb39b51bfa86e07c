"""Large neighbourhood search: free some meetings, fix the others, and let CP-SAT solve the rest."""
