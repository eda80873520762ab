"""Measures of categories."""

from __future__ import annotations

from boxlint.arrays import Array, Numbers, cast, segment_count
from boxlint.measures.identifier import id_is_float as has_odd_id
from boxlint.measures.identifier import is_first_odd_id as is_first_odd_id
from boxlint.measures.identifier import odd_id_count as odd_id_count
from boxlint.measures.identity import first_same_id as first_same_id
from boxlint.measures.identity import first_same_name as first_same_name
from boxlint.measures.identity import repeats_id as repeats_id
from boxlint.measures.identity import repeats_name as repeats_name
from boxlint.measures.name import earlier_name as earlier_name
from boxlint.measures.name import earlier_spelling as earlier_spelling
from boxlint.measures.name import has_earlier_spelling as has_earlier_spelling
from boxlint.measures.name import name_is_blank as name_is_blank
from boxlint.measures.name import name_is_implausible as name_is_implausible

__all__ = [
    "annotation_count",
    "earlier_name",
    "earlier_spelling",
    "first_same_id",
    "first_same_name",
    "has_earlier_spelling",
    "has_odd_id",
    "is_first_odd_id",
    "name_is_blank",
    "name_is_implausible",
    "odd_id_count",
    "repeats_id",
    "repeats_name",
]


def annotation_count(annotations_category: Array, row_count: int) -> Numbers:
    """How many annotations have the category. Shape (N,)."""
    return cast(segment_count(annotations_category, row_count), "float64")
