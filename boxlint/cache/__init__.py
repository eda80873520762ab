"""What was read before: the tables of unchanged files, the formats that they were told to be, and what conditions said.

Findings are never kept. What the condition of a rule said of a dataset is found again by the name of that dataset's
tables, which no other tables have, and by the condition with its thresholds: it cannot be of another rule or file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = ".boxlint_cache"


def cache_folder(config: Path | None) -> Path:
    """Where the cache of a run is: beside its configuration file, else in the working directory."""
    return (config.absolute().parent if config else Path.cwd()) / NAME
