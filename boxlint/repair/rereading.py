"""Changed records are read again from their new texts, so that the tables are what a reader will find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from boxlint.arrays import gather
from boxlint.edits import Edit, pieces
from boxlint.fractions import NOMINAL_SIDE, scaled
from boxlint.repair.changeset import Changeset, Record
from boxlint.splicing import replace_annotations, with_columns, with_values
from boxlint.tables import Table, Tables, Text
from boxlint.volumes import transformed, transforms

_FOLLOWING: Final[tuple[tuple[str, str, Any, Mapping[str, Any]], ...]] = (
    ("file", "header_lines", 0, {"header_lines": 0}),
    ("file", "byte_order_mark", False, {"encoding": "utf-8", "encoding_is_unusual": False}),
    *((table, "id_type", name, {"id_type": name}) for table in ("image", "category") for name in ("integer", "string")),
)
"""Table, field and new value of what is changed outside annotations, and the columns that follow from it."""


def reread(tables: Tables, changes: Changeset, records: Sequence[Record]) -> Tables:
    """The tables with some changed records as their texts are now."""
    for table, field, value, columns in _FOLLOWING:
        rows = [row for name, row in records if name == table and changes.values[name, row].get(field) == value]
        for name in columns if rows else ():
            column = with_values(tables[table][name], np.array(rows), columns[name])
            tables = with_columns(tables, table, {name: column})
    tables = _with_sizes(tables, changes, [row for table, row in records if table == "image"])
    changed = np.array(sorted(row for table, row in records if table == "annotation"), np.int64)
    return _reread_annotations(tables, changes, changed) if len(changed) else tables


def _with_sizes(tables: Tables, changes: Changeset, images: Sequence[int]) -> Tables:
    """The tables with the new sizes of some changed images."""
    for side in ("width", "height"):
        rows = [row for row in images if side in changes.values["image", row]]
        sizes = np.array([changes.values["image", row][side] for row in rows], np.float64)
        for name in (side, f"written_{side}") if rows else ():
            tables = with_columns(tables, "image", {name: with_values(tables.images[name], np.array(rows), sizes)})
    return tables


def _reread_annotations(tables: Tables, changes: Changeset, changed: Any) -> Tables:
    """Read the changed annotations again, with all others of their images, among which alone some columns hold."""
    annotations = tables.annotations
    images = np.unique(annotations["image"][changed])
    around = np.isin(annotations["image"], images[images >= 0])
    around &= ~annotations["is_malformed"]
    around[changed] = True
    around &= ~flags_of(changes.removed["annotation"], len(around))
    for group in _groups(tables, np.flatnonzero(around)):
        texts: dict[int, list[bytes]] = {}
        for row in group.tolist():
            texts.setdefault(int(annotations["file"][row]), []).append(changes.text("annotation", row))
        part = changes.sources.reread(texts, int(np.nan_to_num(annotations["expected_coordinate_count"][group[0]])))
        if len(part.annotations) != len(group):
            raise AssertionError("a record was not read again as one record")
        part = _in_sizes_of(tables, group, part)
        own = np.isin(group, changed)
        tables = replace_annotations(tables, group[own], part, np.flatnonzero(own))
        digests = with_values(tables.annotations["shape_digest"], group, part.annotations["shape_digest"])
        tables = with_columns(tables, "annotation", {"shape_digest": digests})
    return tables


def _in_sizes_of(tables: Tables, rows: Any, part: Tables) -> Tables:
    """A part, read of annotations `rows` (M,), in pixels and voxels of their images, whatever these write."""
    images, image = tables.images, tables.annotations["image"][rows]
    has_fractions = gather(images["has_fractions"], image, False)
    across, down = (
        np.where(has_fractions, gather(images[side], image, np.nan) / NOMINAL_SIDE, 1.0) for side in ("width", "height")
    )
    return transformed(scaled(part, across, down), transforms(tables, rows))


def _groups(tables: Tables, rows: Any) -> Iterator[Any]:
    """Rows of files that can be read together: of one format, with one count of numbers a box, in one mode."""
    file = tables.annotations["file"][rows]
    counts = np.nan_to_num(tables.annotations["expected_coordinate_count"][rows])
    told = [tables.files[name].codes[file] for name in ("format", "box_mode", "box_space")]
    _, groups = np.unique(np.column_stack((*told, counts)), axis=0, return_inverse=True)
    for group in range(int(groups.max(initial=-1)) + 1):
        yield rows[groups == group]


def reread_odd_files(tables: Tables, changes: Changeset, edits: Mapping[int, Sequence[Edit]]) -> Tables:
    """The tables with what is said of whole files that were odd before: a key twice, another encoding.

    And of images that their annotations describe, and not alike. `edits` are those of each file's text. What was odd
    may be gone with the record that it was in.
    """
    for file, found in edits.items():
        odd = np.flatnonzero((tables.images["file"] == file) & tables.images["is_malformed"])
        odd = odd[tables.images["start"][odd] < 0]
        is_odd = tables.files["encoding_is_unusual"][file] or tables.files["duplicate_key"].at(file)
        if not (is_odd or len(odd)):
            continue
        content = changes.sources.files[file].path.read_bytes()
        part = changes.sources.read_again(file, b"".join(pieces(content, changes.in_bytes(file, list(found)))))
        for name in ("encoding", "encoding_is_unusual", "duplicate_key", "problem_start"):
            value = part.files[name]
            value = value.at(0) if isinstance(value, Text) else value[0]
            column = with_values(tables.files[name], np.array([file]), value)
            tables = with_columns(tables, "file", {name: column})
        tables = _with_problems(tables, odd, part.images)
    return tables


def _with_problems(tables: Tables, odd: Any, part: Table) -> Tables:
    """The tables with what is wrong with images `odd` (M,), if anything, as those of their names have it in a part."""
    row_of = {part["file_name"].at(row): row for row in range(len(part))}
    for image in odd.tolist():
        row = row_of.get(tables.images["file_name"].at(image))
        told = {"is_malformed": False, "problem": ""}
        if row is not None:
            told = {"is_malformed": part["is_malformed"][row], "problem": part["problem"].at(row)}
        columns = {name: with_values(tables.images[name], np.array([image]), value) for name, value in told.items()}
        tables = with_columns(tables, "image", columns)
    return tables


def flags_of(rows: Any, length: int) -> Any:
    """Which of `length` rows are among some. Shape (length,), bool."""
    flags = np.zeros(length, np.bool_)
    flags[rows if isinstance(rows, np.ndarray) else list(rows)] = True
    return flags
