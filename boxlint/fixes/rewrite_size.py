"""Write the size of an image as its file has it."""

from __future__ import annotations

from collections.abc import Iterator

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import parents_of


def rewrite_size(target: Target) -> Iterator[Change]:
    """`width` and `height` of images as most loaders see the file, where its header could be read."""
    rows = parents_of(target, "image")
    for side in ("width", "height"):
        sizes = target.columns("image", f"loaded_{side}")[rows]
        known = sizes > 0
        if known.any():
            yield Change("image", rows[known], side, sizes[known])
