"""Read Scalabel: frames, each with its labels, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.scalabel.shapes import find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.numbers import as_number
from boxlint.syntax.json.objects import ObjectReader, items_of, label_text, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_CROWD: Final = "crowd"
_NO_TARGETS: Final = (_CROWD, "ignored")
"""The attributes that say of an object that nothing is to be learned of it."""


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with a label stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    frames = root if root.is_list else root.members().get("frames", root)
    if not frames.is_list:
        whole_file_fault(rows, file, "a list of frames", root)
    index = 0
    for number, node in enumerate(frames.items()):
        members, value = node.members(), node.value if isinstance(node.value, dict) else {}
        name, size = value.get("name"), value.get("size")
        width, height = (as_number(size.get(side)) if isinstance(size, dict) else NAN for side in ("width", "height"))
        # a frame without labels has none, or null
        is_blank = node.is_object and value.get("labels") is None
        items, columns = ((), {}) if is_blank else items_of(node, members, "labels", f"[{number}]")
        name = name if isinstance(name, str) else ""
        image = rows.add_image(ImageRow(file, node.start, node.end, name, width, height, columns))
        for place, item in enumerate(items):
            _LABELS.add(item, f"[{number}].labels[{place}]", rows, file=file, index=index, image=image)
            index += 1


def _category(record: Mapping[str, Any]) -> str | None:
    return label_text(record.get("category"))


def _marks(record: Mapping[str, Any]) -> Mapping[str, Any]:
    attributes = record.get("attributes")
    told = [name for name in _NO_TARGETS if isinstance(attributes, dict) and attributes.get(name) is True]
    return {"is_target": False, "iscrowd": _CROWD in told} if told else {}


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.scalabel.records import fault

    return fault(value, place)


_LABELS: Final = ObjectReader(find_shapes, _category, _fault, _marks)
