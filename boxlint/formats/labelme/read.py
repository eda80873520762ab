"""Read labelme: the size of the image, and its shapes, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.labelme.shapes import find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.numbers import as_number
from boxlint.syntax.json.objects import ObjectReader, items_of, label_text, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set. Never raises: what is wrong with a shape stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    if not root.is_object:
        whole_file_fault(rows, file, "an object with a list of shapes", root)
        return
    members, value = root.members(), root.value
    items, columns = items_of(root, members, "shapes", "")
    name = value.get("imagePath")
    width, height = (as_number(value.get(side)) for side in ("imageWidth", "imageHeight"))
    name = name if isinstance(name, str) else ""
    rows.images[file] = ImageRow(file, root.start, root.end, name, width, height, columns)
    for index, item in enumerate(items):
        _OBJECTS.add(item, f"shapes[{index}]", rows, file=file, index=index, image=file)


def _category(record: Mapping[str, Any]) -> str | None:
    return label_text(record.get("label"))


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.labelme.records import fault

    return fault(value, place)


_OBJECTS: Final = ObjectReader(find_shapes, _category, _fault)
