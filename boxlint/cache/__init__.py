"""What was read before: the tables of unchanged files, and the formats that they were told to be.

Findings are never kept: rules judge all rows anew, so no rule, setting or baseline can make an answer stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = ".boxlint_cache"


def cache_folder(config: Path | None) -> Path:
    """Where the cache of a run is: beside its configuration file, else in the working directory."""
    return (config.absolute().parent if config else Path.cwd()) / NAME
