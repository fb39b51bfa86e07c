"""The commands: one file per verb, each of which imports what it needs when it runs.

`cli.py` lists the verbs and is the only place that exits. Nothing here is imported from outside.
"""
