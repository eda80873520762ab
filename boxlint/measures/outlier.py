"""Boxes unlike the others of their category: robust z-scores of shape and size.

The score is (x − median) / (1.4826 · MAD), MAD the median of the absolute deviations: for a normal
distribution 1.4826 · MAD is its standard deviation (Iglewicz and Hoaglin 1993). Counted over training targets.
"""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Flags, Numbers, full, gather, logarithm, namespace
from boxlint.measures.finite import all_finite
from boxlint.segments import segment_median
from boxlint.tables import Text

_NORMAL: Final = 1.4826
_LEAST_DEVIATION: Final = 0.1
"""Of a logarithm: a tenth. Categories whose boxes are nearly all alike would make an outlier of every other one."""


def is_sample(width: Numbers, height: Numbers, annotation_is_target: Flags) -> Flags:
    """Whether the box is a target with finite sides above 0. Shape (N,)."""
    return annotation_is_target & all_finite((width, height)) & (width > 0) & (height > 0)


def aspect_score(width: Numbers, height: Numbers, is_sample: Flags, category: Array, categories_name: Text) -> Numbers:
    """The robust z-score of log(width / height) in the category, NaN for what is no sample. Unitless, shape (N,)."""
    return _robust_score(width, height, -1.0, is_sample, category, len(categories_name))


def size_score(width: Numbers, height: Numbers, is_sample: Flags, category: Array, categories_name: Text) -> Numbers:
    """The robust z-score of log(width · height) in the category, NaN for what is no sample. Unitless, shape (N,)."""
    return _robust_score(width, height, 1.0, is_sample, category, len(categories_name))


def _robust_score(
    width: Numbers, height: Numbers, power: float, is_sample: Flags, category: Array, count: int
) -> Numbers:
    """The robust z-score of log(width) + power · log(height) by category."""
    xp = namespace(width)
    segment = xp.where(is_sample, category, full(len(category), -1, "int64", category))
    one = full(len(width), 1.0, "float64", width)
    logs = logarithm(xp.where(is_sample, width, one)) + power * logarithm(xp.where(is_sample, height, one))
    deviation = xp.abs(logs - gather(segment_median(logs, segment, count), segment, float("nan")))
    spread = segment_median(deviation, segment, count)
    least = full(count, _LEAST_DEVIATION, "float64", spread)
    return deviation / (_NORMAL * gather(xp.where(spread > least, spread, least), segment, float("nan")))
