"""Read VIA: images by key, each with a list of regions, or in VIA 1 an object of them, in pixels.

VIA does not write how large an image is: its `size` is that of the file, in bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.via.shapes import find_category, find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.objects import ObjectReader, items_of, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_PROJECT: Final = "_via_img_metadata"


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with a region stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    if not root.is_object:
        whole_file_fault(rows, file, "an object of images", root)
    images = root.members()
    if _PROJECT in images:
        images = images[_PROJECT].members()
    index = 0
    for key, node in images.items():
        place = f"[{key!r}]"
        keys, regions, columns = _regions(node, place)
        value = node.value if isinstance(node.value, dict) else {}
        name = value.get("filename")
        name = name if isinstance(name, str) else ""
        image = rows.add_image(ImageRow(file, node.start, node.end, name, columns=columns))
        for number, region in zip(keys, regions, strict=True):
            _REGIONS.add(region, f"{place}.regions[{number}]", rows, file=file, index=index, image=image)
            index += 1


def _regions(node: Node, place: str) -> tuple[Sequence[Any], Sequence[Node], dict[str, Any]]:
    """The keys or places of an image's regions, these, and the columns that say why there are none to read."""
    members = node.members()
    regions = members.get("regions")
    if regions is not None and regions.is_object:
        numbered = regions.members()
        return [*numbered], [*numbered.values()], {}
    items, columns = items_of(node, members, "regions", place)
    return range(len(items)), items, columns


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.via.records import fault

    return fault(value, place)


_REGIONS: Final = ObjectReader(find_shapes, find_category, _fault)
