"""`python -m scheduler`, the same as the command `scheduler`."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit with its code; Ctrl-C is an answer even before there is a command line."""
    try:
        from scheduler.commands.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
