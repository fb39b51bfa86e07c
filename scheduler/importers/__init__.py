"""Importers: turn a foreign file (calendar, table of requests, published programme) into YAML for the officer.

Other folders import `reading` (a file to entries) and `into` (entries into a scenario).
"""
