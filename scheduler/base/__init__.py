"""What knows nothing of meetings: times and zones, minutes, issues with their lines, files, worker processes.

Imported by every other folder; imports none of them.
"""
