"""The commands: one file for each verb; a command imports what it needs only when it runs.

`cli.py` lists the verbs and is the only module that exits the process. Other folders import nothing from here.
"""
