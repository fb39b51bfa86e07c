"""A foreign file to YAML that the officer reads and keeps: calendars, sheets of requests, published programmes."""
