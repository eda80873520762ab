"""`python -m boxlint`, and the `boxlint` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from boxlint.cli import commands

        commands(prog_name="boxlint")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
