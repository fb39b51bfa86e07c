"""The questions about a plan, one file each; every answer is a value that a view can show.

Outside use: the function of each file, such as `explain.explain` and `replan.replan`.
"""
