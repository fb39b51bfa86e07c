"""Terminal output: answers as tables of the library rich."""
