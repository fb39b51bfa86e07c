"""Answers as rich tables for the terminal."""
