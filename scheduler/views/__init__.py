"""Views: render answers as terminal tables, pages, office files, calendars, CSV rows, Markdown and JSON.

Commands use `export_formats` for files and `terminal/` for printed output. Views make no decisions.
"""
