"""Bounds from relaxations: a linear program over resources, and cliques of meetings that should not overlap."""
