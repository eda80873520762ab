"""Read Datumaro: the classes of a subset, and its items with boxes and polygons, in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.datumaro.shapes import OBJECTS, find_shapes
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.numbers import as_number
from boxlint.syntax.json.objects import ObjectReader, items_of, whole_file_fault

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_CROWD: Final = "is_crowd"


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with an annotation stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    found = root.at("items")
    if found is None or not found.is_list:
        whole_file_fault(rows, file, "an object with a list of items", root)
        return
    rows.listed = _class_names(root.value.get("categories"))
    index = 0
    for number, node in enumerate(found.items()):
        place = f"items[{number}]"
        items, columns = items_of(node, node.members(), "annotations", place)
        name, width, height = _image(node.value)
        image = rows.add_image(ImageRow(file, node.start, node.end, name, width, height, columns))
        for order, item in enumerate(items):
            if not item.is_object or str(item.value.get("type")) in OBJECTS:
                _OBJECTS.add(item, f"{place}.annotations[{order}]", rows, file=file, index=index, image=image)
                index += 1


def _class_names(categories: Any) -> dict[str, str] | None:
    """The names of classes by their places, as annotations write them; None where the file lists none."""
    label = categories.get("label") if isinstance(categories, dict) else None
    labels = label.get("labels") if isinstance(label, dict) else None
    if not isinstance(labels, list):
        return None
    names = (item.get("name") if isinstance(item, dict) else item for item in labels)
    return {str(place): name if isinstance(name, str) else "" for place, name in enumerate(names)} or None


def _image(item: Any) -> tuple[str, float, float]:
    """Name, width and height of the image of an item; `size` has the height first."""
    if not isinstance(item, dict):
        return "", NAN, NAN
    image: Mapping[str, Any] = next((item[key] for key in ("image", "media") if isinstance(item.get(key), dict)), {})
    size = image.get("size")
    height, width = map(as_number, size) if isinstance(size, list) and len(size) == 2 else (NAN, NAN)
    name = next((text for text in (image.get("path"), item.get("id")) if isinstance(text, str) and text), "")
    return name, width, height


def _category(record: Mapping[str, Any]) -> str | None:
    place = record.get("label_id")
    return str(place) if isinstance(place, int) and not isinstance(place, bool) else None


def _marks(record: Mapping[str, Any]) -> Mapping[str, Any]:
    attributes = record.get("attributes")
    is_crowd = isinstance(attributes, dict) and attributes.get(_CROWD) is True
    return {"is_target": False, "iscrowd": True} if is_crowd else {}


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.datumaro.records import fault

    return fault(value, place)


_OBJECTS: Final = ObjectReader(find_shapes, _category, _fault, _marks)
