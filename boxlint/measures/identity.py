"""Things that are the same: digests of geometry, and for each row the first row before it that equals it.

A digest is a 64-bit number of the coordinates rounded to 1e-3 px; two different geometries share one
with a probability of 3e-8 in a million objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from boxlint.arrays import Array, Flags, Numbers, Rows, cast, full, gather, namespace, positions
from boxlint.measures.rowwise import across_rows
from boxlint.orders import equal_row_groups
from boxlint.segments import segment_any
from boxlint.tables import MISSING_KEY, Keys, Text

_STEPS_PER_PIXEL: Final = 1000.0
_LARGEST: Final = 9e18
"""Close to the end of int64; what lies beyond is compared with nothing (BX009 speaks of it long before)."""
_FACTORS: Final = (-4658895280553007687, -7723592293110705685)  # of splitmix64 (Steele, Lea and Flood 2014)
_SEED: Final = 2611923443488327891
"""The first binary digits of π − 3: a start from which no few small numbers lead to 0."""
_NONE: Final = 0
_TOGETHER: Final = 2**16
"""Rows that numpy mixes at once: what is made on the way fits into a processor's cache."""


def mix(columns: Sequence[Array]) -> Array:
    """One number for each row of K integer columns, equal where the rows are equal. Shape (N,), int64.

    Multiplications wrap around, as int64 does in numpy and torch alike.
    """
    answer = full(len(columns[0]), _SEED, "int64", columns[0])
    step = _TOGETHER if isinstance(answer, np.ndarray) else max(len(answer), 1)
    for start in range(0, len(answer), step):
        part = slice(start, start + step)
        _stir(answer[part], [column[part] for column in columns])
    return answer


def _stir(answer: Array, columns: Sequence[Array]) -> None:
    """Mix columns into an answer, in place."""
    for column in columns:
        answer ^= answer >> 30
        answer ^= column
        answer *= _FACTORS[0]
        answer ^= answer >> 27
        answer *= _FACTORS[1]
        answer ^= answer >> 31


def coordinate_digest(columns: Sequence[Array]) -> Rows:
    """A digest of coordinates rounded to 1e-3 px, 0 where one is not finite or huge. K × (N,) → (N,), int64."""
    xp = namespace(columns[0])
    zero = full(len(columns[0]), 0.0, "float64", columns[0])
    steps = [xp.round(column * _STEPS_PER_PIXEL) for column in columns]
    is_known = xp.abs(steps[0]) < _LARGEST
    for step in steps[1:]:
        is_known &= xp.abs(step) < _LARGEST
    digest = mix([cast(xp.where(is_known, step, zero), "int64") for step in steps])
    return xp.where(is_known, digest, full(len(zero), _NONE, "int64", zero))


def box_digest(x_min: Numbers, y_min: Numbers, width: Numbers, height: Numbers) -> Rows:
    """A digest of upper left corner and size. Shape (N,), int64."""
    return coordinate_digest((x_min, y_min, width, height))


def quad_digest(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Rows:
    """A digest of the vertices in their order. Shape (N,), int64."""
    return coordinate_digest((x1, y1, x2, y2, x3, y3, x4, y4))


def rotated_digest(center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers, angle: Numbers) -> Rows:
    """A digest of centre, sides and angle (radians, to 1e-6). Shape (N,), int64."""
    return coordinate_digest((center_x, center_y, width, height, angle * 1000))


def cuboid_digest(
    x_min: Numbers, y_min: Numbers, z_min: Numbers, width: Numbers, height: Numbers, depth: Numbers
) -> Rows:
    """A digest of the first corner and the size of a 3-D box. Shape (N,), int64."""
    return coordinate_digest((x_min, y_min, z_min, width, height, depth))


def geometry_digest(
    boxes_annotation: Array,
    boxes_digest: Array,
    quads_annotation: Array,
    quads_digest: Array,
    rotated_annotation: Array,
    rotated_digest: Array,
    cuboids_annotation: Array,
    cuboids_digest: Array,
    shape_digest: Array,
) -> Rows:
    """A digest of all that an annotation outlines: box, quad, rotated box, 3-D box, mask and keypoints.

    0 for nothing, and where a coordinate is not finite. Shape (N,), int64.
    """
    count = len(shape_digest)
    parts, is_spoiled = [shape_digest], full(count, False, "bool", shape_digest)
    for annotation, digest in (
        (boxes_annotation, boxes_digest),
        (quads_annotation, quads_digest),
        (rotated_annotation, rotated_digest),
        (cuboids_annotation, cuboids_digest),
    ):
        if len(digest):
            parts.append(_spread(digest, annotation, count))
            is_spoiled = is_spoiled | segment_any(digest == _NONE, annotation, count)
    xp = namespace(shape_digest)
    has_geometry = parts[0] != _NONE
    for part in parts[1:]:
        has_geometry = has_geometry | (part != _NONE)
    return xp.where(has_geometry & ~is_spoiled, mix(parts), full(count, _NONE, "int64", shape_digest))


def _spread(digest: Array, annotation: Array, count: int) -> Array:
    """A child's digest in its annotation's row. Shapes (M,), (M,) → (count,)."""
    result = full(count, _NONE, "int64", digest)
    kept = annotation >= 0
    result[annotation[kept]] = digest[kept]
    return result


def first_equal(columns: Sequence[Array], where: Array) -> Rows:
    """The first row that equals this one in all columns, −1 where that is itself or the flag is not set. Shape (N,).

    Rows whose digest no other has equal none; the few others are compared column by column.
    """
    count = len(columns[0])
    rows = positions(count, columns[0])[where]
    chosen = columns if len(rows) == count else [column[rows] for column in columns]
    rows = rows[with_a_double(mix(chosen))]
    result = full(count, -1, "int64", columns[0])
    if len(rows) == 0:
        return result
    _, first = equal_row_groups([column[rows] for column in columns])
    earlier = rows[first]
    result[rows] = namespace(rows).where(earlier == rows, full(len(rows), -1, "int64", rows), earlier)
    return result


def with_a_double(digest: Array) -> Rows:
    """The rows whose digest is another row's too, among few that only look so, in order. Shape (M,), int64.

    The row takes the place of the digest's lowest bits, so that one sort of numbers brings both; of a million digests
    the other bits tell all apart but for one pair in fifty runs.
    """
    xp, bits = namespace(digest), len(digest).bit_length()
    ordered = xp.sort(((digest >> bits) << bits) | positions(len(digest), digest))
    is_same = (ordered[1:] >> bits) == (ordered[:-1] >> bits)
    has_double = full(len(digest), False, "bool", digest)
    has_double[1:] = is_same
    has_double[:-1] |= is_same
    return xp.sort(ordered[has_double] & ((1 << bits) - 1))


def is_comparable(geometry_digest: Array, image: Array, names_category: Flags, is_target: Flags) -> Flags:
    """Whether the annotation is a target that names a category, with a geometry in a known image. Shape (N,)."""
    return is_target & names_category & (image >= 0) & (geometry_digest != _NONE)


@across_rows
def first_same_geometry(geometry_digest: Array, image: Array, is_comparable: Flags) -> Rows:
    """The first target with the same image and geometry, −1 where that is the row itself. Shape (N,)."""
    return first_equal([image, geometry_digest], is_comparable)


@across_rows
def shares_geometry(first_same_geometry: Array) -> Flags:
    """Whether another target has the same image and geometry. Shape (N,)."""
    shares = first_same_geometry >= 0
    shares[first_same_geometry[shares]] = True
    return shares


@across_rows
def first_same_object(
    geometry_digest: Array, image: Array, category: Array, written_category_id: Keys, shares_geometry: Flags
) -> Rows:
    """The first target with the same image, category and geometry, −1 where that is the row itself. Shape (N,)."""
    return first_equal([image, category, written_category_id.numbers, geometry_digest], shares_geometry)


def repeats_object(first_same_object: Array) -> Flags:
    """Whether an earlier target has the same image, category and geometry. Shape (N,)."""
    return first_same_object >= 0


@across_rows
def first_conflicting_object(first_same_geometry: Array, category: Array, written_category_id: Keys) -> Rows:
    """The first target with the same image and geometry where its category is another, else −1. Shape (N,)."""
    result = full(len(category), -1, "int64", category)
    later = positions(len(category), category)[first_same_geometry >= 0]
    first, number = first_same_geometry[later], written_category_id.numbers
    is_other = (category[first] != category[later]) | (number[first] != number[later])
    result[later[is_other]] = first[is_other]
    return result


@across_rows
def conflicting_category(category_name: Text, first_conflicting_object: Rows) -> Text:
    """The name of that object's category, empty where there is none. Shape (N,)."""
    return Text(gather(category_name.codes, first_conflicting_object, -1), category_name.values)


def conflicts_in_category(first_conflicting_object: Array) -> Flags:
    """Whether an earlier target has the same image and geometry and another category. Shape (N,)."""
    return first_conflicting_object >= 0


@across_rows
def first_same_id(id: Keys, file_set: Array) -> Rows:
    """The first row of the file set with the same id, −1 where that is the row itself. Shape (N,)."""
    return first_equal([file_set, id.numbers], id.numbers != MISSING_KEY)


def repeats_id(first_same_id: Array) -> Flags:
    """Whether an earlier row of the file set has the same id. Shape (N,)."""
    return first_same_id >= 0


@across_rows
def repeats_record(id: Keys, file_set: Array, record_digest: Array) -> Flags:
    """Whether an earlier annotation with the same id is the same byte for byte. Shape (N,)."""
    return first_equal([file_set, id.numbers, record_digest], record_digest != _NONE) >= 0


@across_rows
def first_same_name(name: Text, file_set: Array) -> Rows:
    """The first row of the file set with the same name, −1 where that is the row itself or it has none. Shape (N,)."""
    return first_equal([file_set, name.codes], name.codes >= 0)


def repeats_name(first_same_name: Array) -> Flags:
    """Whether an earlier row of the file set has the same name. Shape (N,)."""
    return first_same_name >= 0


@across_rows
def first_same_file_name(file_name: Text, file_set: Array) -> Rows:
    """The first image of the file set with the same file name, −1 where that is itself or it has none. Shape (N,)."""
    return first_equal([file_set, file_name.codes], file_name.codes >= 0)


def repeats_file_name(first_same_file_name: Array) -> Flags:
    """Whether an earlier image of the file set has the same file name. Shape (N,)."""
    return first_same_file_name >= 0
