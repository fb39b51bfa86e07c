"""The strategies of the search, one file each; `search.STRATEGIES` lists them in order.

A strategy knows the state and no other strategy: it decides whether it applies, and finds plans and bounds.
"""
