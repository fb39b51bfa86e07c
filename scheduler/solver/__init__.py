"""From a list of requirements to a plan, with bounds: the model, the strategies of the search, and the account of
the result.

Outside use: `search` (solve, Found, Impossible, OutOfTime), `proof`, `annotate`, `engine`.
"""
