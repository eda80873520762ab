"""`python -m boxlint`, and the `boxlint` command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line, and end the process."""
    # the imports make many objects that all stay: with the usual threshold of 700 the collector looks at them in vain
    gc.set_threshold(100_000, 20, 50)
    # a closed stream (`>&-`) is None
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        from boxlint.allocation import keep_freed_memory
        from boxlint.cli import commands

        # of the program alone: where boxlint is a library, the memory is another's
        keep_freed_memory()
        commands(prog_name="boxlint")
    except SystemExit as end:
        _end(end.code)
    except KeyboardInterrupt:
        _end(130)
    except OSError as error:
        with suppress(OSError):
            sys.stderr.write(f"boxlint: the output cannot be written: {error.strerror}\n")
        _end(2)


def _end(code: object) -> None:
    """End at once, as mypy does: freeing every object first takes a tenth of the time of a small check."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
