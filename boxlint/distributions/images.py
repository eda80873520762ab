"""Images: their sizes, and how many annotations they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from boxlint.distributions.bins import spread
from boxlint.distributions.model import BoxesPerImage, Histogram, ImageSize, ImageSizes

_COMMON: Final = 5
"""Sizes that are listed."""


def boxes_per_image(counts: Any, edges: Sequence[int]) -> BoxesPerImage:
    """From the number of annotations of each image. Shape (N,)."""
    if not len(counts):
        return BoxesPerImage(None, None, Histogram())
    steps = np.bincount(np.searchsorted(edges, counts, side="right") - 1, minlength=len(edges) - 1)
    return BoxesPerImage(
        float(counts.mean()), spread(counts.astype(np.float64)), Histogram(tuple(edges), tuple(steps.tolist()))
    )


def image_sizes(width: Any, height: Any) -> ImageSizes:
    """From width and height of each image in pixels, NaN where unknown. Shapes (N,)."""
    is_known = np.isfinite(width) & np.isfinite(height) & (width > 0) & (height > 0)
    width, height = width[is_known], height[is_known]
    order = np.lexsort((height, width))
    pairs = np.stack([width[order], height[order]])
    starts = np.flatnonzero(np.diff(pairs, axis=1, prepend=np.nan).any(axis=0))
    counts = np.diff(starts, append=len(width))
    most = np.argsort(-counts, kind="stable")[:_COMMON]
    sizes = zip(pairs[:, starts[most]].T.tolist(), counts[most].tolist(), strict=True)
    common = tuple(ImageSize(side, other, images) for (side, other), images in sizes)
    return ImageSizes(int((~is_known).sum()), len(starts), spread(width), spread(height), common)
