"""From a file to the list of requirements, and a plan against that list.

Outside use: `load`, `requirements`, `requirement`, `start_windows`, `verify`; what is not certain stands in
`uncertainty/`.
"""
