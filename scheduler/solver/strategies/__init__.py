"""The strategies of the search, one file each; `search.STRATEGIES` lists them in their order.

A strategy knows the state and no other strategy: it says whether it applies, and finds plans and bounds.
"""
