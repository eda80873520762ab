"""Measures of categories."""

from __future__ import annotations

from boxlint.arrays import Array, Numbers, cast
from boxlint.measures.frequency import common_size_share as common_size_share
from boxlint.measures.frequency import largest_target_count as largest_target_count
from boxlint.measures.frequency import sample_count as sample_count
from boxlint.measures.frequency import target_count as target_count
from boxlint.measures.frequency import target_count_in_set as target_count_in_set
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
from boxlint.measures.split import contradicting_id as contradicting_id
from boxlint.measures.split import contradicting_name as contradicting_name
from boxlint.measures.split import contradicting_split as contradicting_split
from boxlint.measures.split import contradicts_split as contradicts_split
from boxlint.measures.split import first_contradicting_category as first_contradicting_category
from boxlint.segments import segment_count

__all__ = [
    "annotation_count",
    "common_size_share",
    "contradicting_id",
    "contradicting_name",
    "contradicting_split",
    "contradicts_split",
    "earlier_name",
    "earlier_spelling",
    "first_contradicting_category",
    "first_same_id",
    "first_same_name",
    "has_earlier_spelling",
    "has_odd_id",
    "is_first_odd_id",
    "largest_target_count",
    "name_is_blank",
    "name_is_implausible",
    "odd_id_count",
    "repeats_id",
    "repeats_name",
    "sample_count",
    "target_count",
    "target_count_in_set",
]


def annotation_count(annotations_category: Array, row_count: int) -> Numbers:
    """How many annotations have the category. Shape (N,)."""
    return cast(segment_count(annotations_category, row_count), "float64")
