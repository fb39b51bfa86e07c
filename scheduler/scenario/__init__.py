"""The scenario: the YAML with its lines, its models, edits and variants, and the facts and candidates derived from it.

Other folders import `models` (Scenario), `source`, `edit`, `facts`, `candidates` and `problem`; `rule_entries` finds
the class of a rule by its word.
"""
