"""Measurements, run as commands: `python -m benchmarks`."""
