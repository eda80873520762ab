"""Measures of images."""

from __future__ import annotations

from boxlint.arrays import Flags, Numbers
from boxlint.measures.identifier import id_is_float as has_odd_id
from boxlint.measures.identifier import is_first_odd_id as is_first_odd_id
from boxlint.measures.identifier import odd_id_count as odd_id_count

__all__ = ["has_odd_id", "has_size", "is_first_odd_id", "odd_id_count"]


def has_size(width: Numbers, height: Numbers) -> Flags:
    """Whether both width and height are known. Shape (N,)."""
    return (width > 0) & (height > 0)
