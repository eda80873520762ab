"""Unify the JSON types of ids and of the references to them, for loaders that compare them as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import parents_of, rows_by_parent
from boxlint.measures.identifier import id_is_float, reference_is_odd, type_numbers
from boxlint.tables import FIRST_TEXT_KEY, JSON_TYPES

_INTEGER, _FLOAT, _STRING = (JSON_TYPES.index(name) for name in ("integer", "float", "string"))
_RELATIONS: Final = (
    (("image", "id"), ("annotation", "image_id")),
    (("category", "id"), ("annotation", "category_id")),
    (("annotation", "id"),),
)
"""Ids that are compared with one another, as table and field: first the ids themselves, then what refers to them."""


class _Ids(Struct, frozen=True):
    """Those ids of one table and field that are numbers or strings, in one file: rows, keys, JSON types; all (M,)."""

    table: str
    field: str
    rows: Any
    keys: Any
    types: Any
    has_odd: bool

    @property
    def is_integral(self) -> Any:
        """Whether each id is an integer, however it is written."""
        return self.keys > FIRST_TEXT_KEY

    def written_as(self, goal: str) -> Iterator[Change]:
        """The change of those that are of another type."""
        differs = (self.types != JSON_TYPES.index(goal)) & ((goal == "string") | self.is_integral)
        if differs.any():
            yield Change(self.table, self.rows[differs], f"{self.field}_type", np.full(differs.sum(), goal))


def unify(target: Target) -> Iterator[Change]:
    """`id_type`, `image_id_type` and `category_id_type` of records in the files, for exactly those whose type differs.

    References follow the ids that they lead to: integers where these are numbers, or integers in whatever form;
    else strings. Nothing where that would make two ids equal, or where a float is no integer.
    """
    files = parents_of(target, "file")
    for relation in _RELATIONS:
        read = [_by_file(target.columns, table, field, files) for table, field in relation]
        for lists in zip(*read, strict=True):
            goal = _goal(lists)
            if goal and any(ids.has_odd for ids in lists):
                for ids in lists:
                    yield from ids.written_as(goal)


def _by_file(columns: Columns, table: str, field: str, files: Any) -> list[_Ids]:
    """The ids of each of some files."""
    column = "id" if field == "id" else f"written_{field}"
    keys, types = columns(table, column).numbers, columns(table, f"{field}_type")
    if field == "id":
        is_odd = id_is_float(types)
    else:
        referent = field.removesuffix("_id")
        is_odd = reference_is_odd(types, columns(referent, "id_type"), columns(table, referent))
    numbers = type_numbers(types)
    is_id = np.isin(numbers, (_INTEGER, _FLOAT, _STRING))
    owner = np.where(is_id, columns(table, "file"), -1)
    return [
        _Ids(table, field, rows, keys[rows], numbers[rows], bool(is_odd[rows].any()))
        for _, rows in rows_by_parent(owner, files)
    ]


def _goal(lists: Sequence[_Ids]) -> str:
    """The type that all are to have, empty where there is none."""
    leading = next((ids for ids in lists if len(ids.rows)), lists[0])
    is_string = leading.types == _STRING
    if any((~ids.is_integral & (ids.types == _FLOAT)).any() for ids in lists):
        return ""
    if len(np.intersect1d(leading.keys[is_string], leading.keys[~is_string])):
        return ""
    return "integer" if not is_string.any() or _may_be_integers(leading) else "string"


def _may_be_integers(ids: _Ids) -> bool:
    """Whether ids of different types, some of them strings, are all integers."""
    return bool(ids.is_integral.all() and (ids.types != _STRING).any())
