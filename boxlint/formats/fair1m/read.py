"""Read FAIR1M XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.files import Directives, read_trees
from boxlint.syntax.xml.points import Points, read_points
from boxlint.text.numbers import number_or_nan

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

RECORDS: Final = {"objects": ("object",)}
EXPECTED: Final = 10
"""Numbers of a ring: four corners, and the first of them again."""
_CORNERS: Final = 8
_SLACK: Final = 1e-3


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of FAIR1M XML."""
    return read_trees(files, options, "annotation", RECORDS, Objects)


class Objects:
    """The objects of one file: their first four points are rows in `quads`."""

    def __init__(self, file: int, rows: Rows) -> None:
        self._file, self._rows = file, rows

    def add(self, record: Element, index: int, _: Element) -> None:
        """An object, of the category that its first `possibleresult` names."""
        name = record.child("possibleresult", "name")
        category = None if name is None or name.children else name.text
        ring = record.child("points")
        texts = [point.text for point in ring.named("point")] if ring else []
        points = read_points(texts)
        row = self._rows.add_annotation(self._file, category, index, (record.start, record.end), NAN, EXPECTED)
        fault = _find_fault(record, category, ring, texts, points, index)
        if fault is not None:
            self._rows.faults[row] = fault
        if points.is_sound and (fault is None or fault.leaves_geometry) and ring is not None:
            self._rows.add_shape("quads", row, points.numbers[:_CORNERS])

    def finish(self, root: Element, end: int, outside: Directives) -> Directives:
        """The image, which `source` names; `size` may be absent."""
        name = root.child("source", "filename")
        sides = (root.child("size", side) for side in ("width", "height"))
        width, height = (number_or_nan(side.text) if side else NAN for side in sides)
        file_name = name.text.strip() if name else ""
        self._rows.images[self._file] = ImageRow(self._file, root.start, end, file_name, width, height)
        return outside


def _find_fault(
    record: Element, category: str | None, ring: Element | None, texts: Sequence[str], points: Points, index: int
) -> Fault | None:
    if not record.children:
        return Fault(_explain(record.text, index), is_malformed=True, coordinate_count=NAN)
    missing = "name" if category is None else "points" if ring is None else ""
    count = 2 * len(texts)
    is_open = points.is_sound and count == EXPECTED and not _is_closed(points.numbers)
    if not missing and points.is_sound and count == EXPECTED and not is_open:
        return None
    fields: dict[str, Any] = {**record.fields(), "points": texts}
    if ring is None:
        del fields["points"]
    return Fault(
        _explain(fields, index),
        missing,
        is_malformed=points.is_malformed or is_open,
        coordinates_not_numeric=points.is_not_numeric,
        coordinate_count=NAN if ring is None else None if count == EXPECTED else count,
    )


def _is_closed(numbers: Sequence[float]) -> bool:
    """Whether the last point repeats the first; what is not finite is judged elsewhere."""
    return not any(abs(first - last) > _SLACK for first, last in zip(numbers[:2], numbers[-2:], strict=True))


def _explain(fields: Any, index: int) -> str:
    # pydantic is imported where something is wrong
    from boxlint.formats.fair1m.records import explain

    return explain(fields, f"object[{index + 1}]")
