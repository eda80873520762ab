"""What was read before: the tables of unchanged files, the formats that they were told to be, and what conditions said.

Findings are never kept. What the condition of a rule said of a dataset is found again by the name of that dataset's
tables, which no other tables have, and by the condition with its thresholds: it cannot be of another rule or file.
"""

from __future__ import annotations

from typing import Final

NAME: Final = ".boxlint_cache"
"""The folder, at the root of a run."""
