"""What was read before: the tables of unchanged files, and the formats that they were told to be.

Findings are never kept: rules judge all rows anew, so no rule, setting or baseline can make an answer stale.
"""

from __future__ import annotations

from typing import Final

NAME: Final = ".boxlint_cache"
"""The folder, at the root of a run."""
