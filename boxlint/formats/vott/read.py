"""Read VoTT: the assets of a project, or one asset, with their sizes and regions, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.vott.shapes import find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.numbers import as_number
from boxlint.syntax.json.objects import ObjectReader, items_of, label_text, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with a region stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    members = root.members()
    assets = {"": root} if "asset" in members else members["assets"].members() if "assets" in members else {}
    if not assets and "assets" not in members:
        whole_file_fault(rows, file, "an object with assets", root)
    index = 0
    for key, node in assets.items():
        place = f"assets[{key!r}]" if key else ""
        items, columns = items_of(node, node.members(), "regions", place)
        name, width, height = _image(node.value)
        image = rows.add_image(ImageRow(file, node.start, node.end, name, width, height, columns))
        for number, item in enumerate(items):
            where = f"{place}.regions[{number}]".removeprefix(".")
            _REGIONS.add(item, where, rows, file=file, index=index, image=image)
            index += 1


def _image(holder: Any) -> tuple[str, float, float]:
    """Name, width and height of the image of an asset."""
    asset = holder.get("asset") if isinstance(holder, dict) else None
    if not isinstance(asset, dict):
        return "", NAN, NAN
    name, size = asset.get("name"), asset.get("size")
    width, height = (as_number(size.get(side)) if isinstance(size, dict) else NAN for side in ("width", "height"))
    return name if isinstance(name, str) else "", width, height


def _category(record: Mapping[str, Any]) -> str | None:
    tags = record.get("tags")
    return label_text(tags[0]) if isinstance(tags, list) and tags else None


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.vott.records import fault

    return fault(value, place)


_REGIONS: Final = ObjectReader(find_shapes, _category, _fault)
