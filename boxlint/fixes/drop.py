"""Drop annotations."""

from __future__ import annotations

from collections.abc import Iterator

from boxlint.fixes.changes import Removal, Target
from boxlint.fixes.rows import annotations_of


def drop(target: Target) -> Iterator[Removal]:
    """The annotations that are hit, or whose geometry is; nothing for images, categories and files."""
    rows = annotations_of(target)
    if len(rows):
        yield Removal(rows)
