"""Answers, made into something to read: `terminal/`, `page/`, `office/`, calendars, rows, Markdown and JSON.

Outside use: `export_formats` for files, `terminal/` for what a command prints. Nothing here decides anything.
"""
