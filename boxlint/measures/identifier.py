"""JSON types of ids: floats, and references of another type than the ids they lead to.

References resolve by integral value (`"5"` finds 5), so a mismatch loses nothing here; the loaders
compare the values as they are and drop the annotation.
"""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, full, gather, namespace, positions
from boxlint.measures.text import number_texts
from boxlint.segments import segment_count, segment_min
from boxlint.tables import JSON_TYPES, Text


def type_numbers(types: Text) -> Array:
    """Each JSON type as its place in `JSON_TYPES`, −1 where there is no id. Shape (N,), int64."""
    return number_texts(types, lambda name: JSON_TYPES.index(name) if name in JSON_TYPES else -1, -1)


def id_is_float(id_type: Text) -> Flags:
    """Whether the id is a float. Shape (N,)."""
    return type_numbers(id_type) == JSON_TYPES.index("float")


def reference_is_odd(types: Text, referent_types: Text, link: Array) -> Flags:
    """Whether a reference is a float, or leads to an id of another JSON type.

    Shapes (N,), (M,), (N,) row numbers of the M → (N,).
    """
    own = type_numbers(types)
    referent = gather(type_numbers(referent_types), link, -1)
    return id_is_float(types) | ((own >= 0) & (referent >= 0) & (own != referent))


def is_first_odd_id(has_odd_id: Flags, file: Array, files_file_set: Array) -> Flags:
    """Whether the row is the first of its file with an odd id. Shape (N,)."""
    xp = namespace(file)
    row = cast(positions(len(file), file), "float64")
    odd_in_file = xp.where(has_odd_id, file, full(len(file), -1, "int64", file))
    first = segment_min(row, odd_in_file, len(files_file_set))
    return has_odd_id & (gather(first, file, float("inf")) == row)


def odd_id_count(has_odd_id: Flags, file: Array, files_file_set: Array) -> Numbers:
    """How many rows of this table have an odd id in the row's file. Shape (N,)."""
    return gather(cast(segment_count(file, len(files_file_set), has_odd_id), "float64"), file, 0.0)
