"""Turns a list of requirements into a plan with bounds: the model, the strategies of the search, and the annotation of
the result.

Outside use: `search` (solve, Found, Impossible, OutOfTime), `proof`, `annotate`, `engine`.
"""
