"""Changes made in the tables themselves, for datasets without a file behind them, as examples of rules are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from msgspec.structs import replace

from boxlint.fixes.changes import Change, Removal
from boxlint.outlines import reduce_outlines
from boxlint.schema import PLURALS, SCHEMA
from boxlint.splicing import with_columns, with_values, without
from boxlint.tables import JSON_TYPES, Keys, Tables, Text, make_table

_SETTLED: Final[Mapping[str, Mapping[str, Any]]] = {
    "area": {"area_is_missing": False},
    "iscrowd": {"iscrowd_is_invalid": False, "iscrowd_is_convertible": False, "iscrowd_is_missing": False},
    "difficult": {"difficulty_is_missing": False},
    "numbers": {"coordinates_not_numeric": False, "coordinates_are_convertible": False},
    "byte_order_mark": {"encoding": "utf-8", "encoding_is_unusual": False},
    "box": {"lacks_box": False},
    "id": {"missing_field": "", "id_type": "integer"},
}
"""By field, the columns that no longer speak of it once it is changed."""
_WRITTEN: Final[Mapping[str, str]] = {"width": "written_width", "height": "written_height"}
"""By field, the column besides its own that has the value then."""


def applied(tables: Tables, changes: Iterable[Change | Removal]) -> Tables:
    """The dataset as it would be read after the changes. Raises KeyError for a field that tables do not have."""
    removed = np.zeros(len(tables.annotations), np.bool_)
    for change in changes:
        if isinstance(change, Removal):
            removed[change.rows] = True
            continue
        tables = _with_field(tables, change)
        if change.field in _WRITTEN:
            tables = _with_field(tables, replace(change, field=_WRITTEN[change.field]))
        for name, value in _SETTLED.get(change.field, {}).items():
            tables = with_columns(
                tables, change.table, {name: with_values(tables[change.table][name], change.rows, value)}
            )
    return without(tables, "annotation", removed)


def _with_field(tables: Tables, change: Change) -> Tables:
    if change.field in ("box", "quad", "rotated", "cuboid"):
        return _with_shapes(tables, change)
    if change.field == "polygons":
        return _with_polygons(tables, change)
    if change.field in ("numbers", "byte_order_mark"):
        return tables
    column = tables[change.table][change.field]
    if isinstance(column, Keys):
        numbers = np.array(column.numbers)
        numbers[change.rows] = change.values
        changed: Any = Keys(numbers, column.values)
    elif isinstance(column, Text):
        codes = np.array(column.codes)
        known = (*column.values, *(name for name in JSON_TYPES if name not in column.values))
        codes[change.rows] = [known.index(value) for value in change.values]
        changed = Text(codes, known)
    else:
        changed = with_values(column, change.rows, change.values)
    return with_columns(tables, change.table, {change.field: changed})


def _with_shapes(tables: Tables, change: Change) -> Tables:
    """Shapes replaced, or added where the annotation had none."""
    table = tables[change.field]
    names = [name for name in SCHEMA[change.field] if name != "annotation"]
    shapes = np.asarray(change.values, np.float64)
    if change.field in ("box", "cuboid"):
        starts, ends = np.hsplit(shapes, 2)
        shapes = np.column_stack([shapes, ends - starts])
    if change.field == "rotated":
        shapes = np.column_stack([shapes, np.cos(shapes[:, 4]), np.sin(shapes[:, 4])])
    kept = ~np.isin(table["annotation"], change.rows)
    annotation = np.concatenate([table["annotation"][kept], change.rows])
    order = np.argsort(annotation, kind="stable")
    columns = {
        name: np.concatenate([table[name][kept], column])[order] for name, column in zip(names, shapes.T, strict=True)
    }
    made = make_table(change.field, len(order), {"annotation": annotation[order], **columns})
    return replace(tables, **{PLURALS[change.field]: made})


def _with_polygons(tables: Tables, change: Change) -> Tables:
    """Polygons without those that go, counted anew; new vertices as new outlines."""
    table = tables.polygons
    columns = dict(table.columns)
    kept = np.ones(len(table), np.bool_)
    for annotation, parts in zip(change.rows.tolist(), change.values, strict=True):
        own = np.flatnonzero(table["annotation"] == annotation)
        for row in own.tolist():
            numbers = parts.get(int(table["part"][row]))
            if numbers is None:
                continue
            kept[row] = len(numbers) > 0
            x, y = np.array(numbers).reshape(-1, 2).T
            outline = reduce_outlines(x, y, np.array([len(numbers) // 2]), with_validity=True)
            outline |= {"number_count": len(numbers), "is_malformed": False, "problem": ""}
            for name, value in outline.items():
                columns[name] = with_values(columns[name], [row], value)
        columns["part"] = with_values(columns["part"], own[kept[own]], np.arange(kept[own].sum()))
    made = make_table("polygon", int(kept.sum()), {name: _taken(column, kept) for name, column in columns.items()})
    return replace(tables, polygons=made)


def _taken(column: Any, kept: Any) -> Any:
    return Text(column.codes[kept], column.values) if isinstance(column, Text) else column[kept]
