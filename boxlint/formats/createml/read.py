"""Read Create ML: a list of images, each with the centres and sizes of its boxes, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.createml.shapes import find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.objects import ObjectReader, items_of, label_text, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

NAMES: Final = ("image", "imagefilename", "imageName")
"""The keys of an image's name: Roboflow's, and those that Apple's documentation has had."""
LISTS: Final = ("annotations", "annotation")
"""The keys of an image's list of objects."""


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with an object stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    if not root.is_list:
        whole_file_fault(rows, file, "a list of images", root)
    index = 0
    for number, node in enumerate(root.items()):
        members = node.members()
        key = next((key for key in LISTS if key in members), LISTS[0])
        items, columns = items_of(node, members, key, f"[{number}]")
        image = rows.add_image(ImageRow(file, node.start, node.end, _name(members), columns=columns))
        for place, item in enumerate(items):
            _OBJECTS.add(item, f"[{number}].{key}[{place}]", rows, file=file, index=index, image=image)
            index += 1


def _name(members: Mapping[str, Node]) -> str:
    names = (members[key].value for key in NAMES if key in members)
    return next((name for name in names if isinstance(name, str)), "")


def _category(record: Mapping[str, Any]) -> str | None:
    return label_text(record.get("label"))


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.createml.records import fault

    return fault(value, place)


_OBJECTS: Final = ObjectReader(find_shapes, _category, _fault)
