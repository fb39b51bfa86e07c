"""Answers, made into something to read."""
