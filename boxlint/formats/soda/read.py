"""Read SODA-A JSON: an image a file, four corners an object, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.numbers import as_number, float_of

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_EXPECTED: Final = 8
_CLASS_KEYS: Final = ("category_id", "cat_id")
_IGNORED: Final = "9"
"""The class of regions in which nothing is to be learned: the dataset has the classes 0 to 8."""


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of SODA-A files. Never raises: what is wrong with an object stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, source_file: SourceFile, rows: Rows) -> None:
    members = root.members()
    rows.images[file] = _image(members.get("images"), root, file, source_file)
    if "categories" in members:
        rows.listed = {**(rows.listed or {}), **_class_names(members["categories"].value)} or None
    if "annotations" in members:
        for index, node in enumerate(members["annotations"].items()):
            _add_object(node, index, file, rows)


def _image(written: Node | None, root: Node, file: int, source_file: SourceFile) -> ImageRow:
    value = written.value if written else None
    image = value if isinstance(value, dict) else {}
    name = image.get("file_name")
    stem = source_file.shown.rpartition("/")[2].removesuffix(".json")
    width, height = (as_number(image.get(side)) for side in ("width", "height"))
    return ImageRow(file, root.start, root.end, name if isinstance(name, str) else stem, width, height)


def _class_names(value: Any) -> dict[str, str]:
    """The names of classes by their numbers as objects write them."""
    items = value if isinstance(value, list) else []
    return {
        str(item["id"]): str(item["name"]) for item in items if isinstance(item, dict) and {"id", "name"} <= {*item}
    }


def _add_object(node: Node, index: int, file: int, rows: Rows) -> None:
    value = node.value
    record = value if isinstance(value, dict) else {}
    category = next((record[key] for key in _CLASS_KEYS if record.get(key) is not None), None)
    row = rows.add_annotation(
        file, None if category is None else str(category), index, (node.start, node.end), NAN, _EXPECTED
    )
    if str(category) == _IGNORED:
        rows.set(row, is_target=False)
    poly = record.get("poly")
    numbers = [float_of(number) for number in poly] if isinstance(poly, list) else []
    fault = _find_fault(value, record, category, numbers)
    if fault is not None:
        from boxlint.formats.soda.records import explain

        rows.faults[row] = replace(fault, problem=explain(value, f"annotations[{index}]"))
    if fault is None or fault.leaves_geometry:
        rows.add_shape("quads", row, numbers)


def _find_fault(value: Any, record: Mapping[str, Any], category: Any, numbers: Sequence[float | None]) -> Fault | None:
    if not isinstance(value, dict):
        return Fault(is_malformed=True, coordinate_count=NAN)
    missing = "poly" if "poly" not in record else "category_id" if category is None else ""
    is_not_numeric = not isinstance(record.get("poly", []), list) or None in numbers
    count = None if len(numbers) == _EXPECTED else len(numbers) if "poly" in record else NAN
    if missing or is_not_numeric or count is not None:
        return Fault("", missing, False, is_not_numeric, count)
    return None
