"""The questions that an officer asks beyond "what is the plan?", one file each."""
