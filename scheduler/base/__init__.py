"""Utilities that know nothing of meetings: times and zones, sets of minutes, issues, files, worker processes.

Every other folder may import from here; this folder imports none of them.
"""
