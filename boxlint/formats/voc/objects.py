"""Pascal VOC, DIOR-R and roLabelImg: XML files of one schema whose objects differ in how a box is written.

One file may mix them, so the elements of each object decide, not the file's format.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from boxlint.formats.voc.document import Fields, XmlDocument, XmlObject, parse_xml
from boxlint.rows.directives import Directive, united
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.text.numbers import number_or_nan, parse_number

if TYPE_CHECKING:
    from boxlint.formats import SourceFile
    from boxlint.text.source import Buffer


class Shape(Struct, frozen=True):
    """One way to write a box: the element, its children in the order of the table's columns, and the format it is of.

    `lacks_field`: a missing child is a missing field; otherwise the coordinates are counted.
    """

    table: str
    element: str
    keys: tuple[str, ...]
    format: str
    lacks_field: bool


BOX: Final = Shape("boxes", "bndbox", ("xmin", "ymin", "xmax", "ymax"), "voc", True)
QUAD_FROM_1: Final = Shape("quads", "bndbox", ("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"), "voc", False)
QUAD_FROM_0: Final = Shape("quads", "bndbox", ("x0", "y0", "x1", "y1", "x2", "y2", "x3", "y3"), "voc", False)
CORNERS: Final = Shape(
    "quads",
    "robndbox",
    tuple(f"{axis}_{corner}" for corner in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"),
    "dior",
    False,
)
CENTER: Final = Shape("rotated", "robndbox", ("cx", "cy", "w", "h", "angle"), "rolabelimg", True)


def read_alone(file: int, content: Buffer, source_file: SourceFile, rows: Rows) -> None:
    """Adds the rows of a file, whatever its bytes are; `file` is its row in the file table."""
    source = rows.open_file(file, content)
    if source is None:
        return
    document = parse_xml(source.data)
    if document.problem:
        row = rows.files[file]
        row.is_unreadable, row.problem, row.problem_start = True, document.problem, document.problem_start
    first = rows.count
    if document.start >= 0:
        rows.images[file] = image_row(file, document.fields, document.start, len(source.data))
        for index, item in enumerate(document.objects):
            _add_object(item, index, file, source_file.format, rows)
    if document.directives:
        _add_directives(document, file, first, rows)


def _add_directives(document: XmlDocument, file: int, first: int, rows: Rows) -> None:
    """Adds what comments say of findings: of the object that they stand in, else of the file.

    `first` is the row of the first object.
    """
    own: list[Directive] = []
    inner: dict[int, list[Directive]] = {}
    starts = [item.start for item in document.objects]
    for place, directive in sorted(document.directives.items()):
        owner = bisect(starts, place) - 1
        is_inside = owner >= 0 and place < document.objects[owner].end
        (inner.setdefault(first + owner, []) if is_inside else own).append(directive)
    rows.directives.update((row, united(directives)) for row, directives in inner.items())
    if own:
        rows.file_directives[file] = united(own)


def image_row(file: int, fields: Fields, start: int, end: int) -> ImageRow:
    """The image that a document's own fields tell of, which is at [start, end) in it."""
    name, size = fields.get("filename"), fields.get("size")
    sides = [size.get("width"), size.get("height")] if isinstance(size, dict) else [None, None]
    width, height = (number_or_nan(side) for side in sides)
    return ImageRow(file, start, end, name.strip() if isinstance(name, str) else "", width, height)


def _add_object(item: XmlObject, index: int, file: int, format: str, rows: Rows) -> None:
    fields: Any = item.fields
    try:
        name, box = fields["name"], fields["bndbox"]
        x_min, y_min, x_max, y_max = texts = box["xmin"], box["ymin"], box["xmax"], box["ymax"]
        corners = float(x_min), float(y_min), float(x_max), float(y_max)
        is_plain = len(box) == 4 and "robndbox" not in fields and "_" not in "".join(texts) and type(name) is str
    except (KeyError, TypeError, ValueError):
        is_plain = False
    if not is_plain:
        _add_unusual_object(item, index, file, format, rows)
        return
    difficult = fields.get("difficult")
    number = 0.0 if difficult == "0" else number_or_nan(difficult)
    row = rows.add_annotation(file, name, index, (item.start, item.end), number, 4)
    rows.add_shape("boxes", row, corners)


def _add_unusual_object(item: XmlObject, index: int, file: int, format: str, rows: Rows) -> None:
    """An object with another shape than a plain box, or with a fault."""
    fields = item.fields if isinstance(item.fields, dict) else {}
    shapes = find_shapes(fields)
    name = fields.get("name")
    category = name if isinstance(name, str) else None
    incomplete = next((shape for shape in shapes if len(_written(fields, shape)) < len(shape.keys)), None)
    judged = incomplete or (shapes[0] if shapes else BOX)
    difficult = number_or_nan(fields.get("difficult"))
    row = rows.add_annotation(file, category, index, (item.start, item.end), difficult, len(judged.keys))
    fault = _find_fault(item, shapes, incomplete, format)
    if fault is not None:
        records = import_module(f"boxlint.formats.{judged.format if shapes else format}.records")
        rows.faults[row] = replace(fault, problem=records.explain(item.fields, f"object[{index + 1}]"))
    if fault is None or fault.leaves_geometry:
        for shape in shapes:
            rows.add_shape(shape.table, row, (float(fields[shape.element][key]) for key in shape.keys))


def find_shapes(fields: Fields) -> list[Shape]:
    """The ways in which an object's box is written, oriented ones first; none where it has no box."""
    oriented, upright = fields.get("robndbox"), fields.get("bndbox")
    shapes = []
    if "robndbox" in fields:
        has_center = isinstance(oriented, dict) and not oriented.keys().isdisjoint(CENTER.keys)
        has_corners = isinstance(oriented, dict) and not oriented.keys().isdisjoint(CORNERS.keys)
        shapes.append(CENTER if has_center and not has_corners else CORNERS)
    if isinstance(upright, dict):
        quad = QUAD_FROM_0 if "x0" in upright or "y0" in upright else QUAD_FROM_1
        if not upright.keys().isdisjoint(quad.keys):
            shapes.append(quad)
    if "bndbox" in fields and (not isinstance(upright, dict) or not shapes or not upright.keys().isdisjoint(BOX.keys)):
        shapes.append(BOX)
    return shapes


def _find_fault(item: XmlObject, shapes: Sequence[Shape], incomplete: Shape | None, format: str) -> Fault | None:
    fields = item.fields
    if not isinstance(fields, dict):
        return Fault(is_malformed=True, coordinate_count=NAN)
    missing_field, count = "" if isinstance(fields.get("name"), str) else "name", None
    if not shapes:
        lacked = "bndbox" if format == "voc" else "robndbox"
        return Fault(missing_field=missing_field or lacked, coordinate_count=NAN)
    if incomplete is not None:
        written = _written(fields, incomplete)
        count = len(written)
        lacked = next(key for key in incomplete.keys if key not in written)
        missing_field = missing_field or (lacked if incomplete.lacks_field else "")
    is_not_numeric = not all(
        _is_number(fields[shape.element][key]) for shape in shapes for key in _written(fields, shape)
    )
    if missing_field or is_not_numeric or count is not None:
        return Fault("", missing_field, False, is_not_numeric, count)
    return None


def _written(fields: Fields, shape: Shape) -> list[str]:
    """The children of a box that are there."""
    element = fields[shape.element]
    return [key for key in shape.keys if isinstance(element, dict) and key in element]


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and parse_number(value) is not None
