"""Answers as pages for the browser: one HTML file that needs no network."""
