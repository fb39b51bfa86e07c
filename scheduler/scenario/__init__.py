"""What the officer wrote and what follows from it: the YAML with its lines, the models, edits, variants, facts,
candidates.

Outside use: `models` (Scenario), `source`, `edit`, `facts`, `candidates`, `problem`; rules are found by their
word in `rule_entries`.
"""
