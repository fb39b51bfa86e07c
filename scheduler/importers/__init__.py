"""A foreign file to YAML that the officer reads and keeps: calendars, sheets of requests, published programmes.

Outside use: `reading` (a file to entries) and `into` (entries into a scenario).
"""
