"""The formats that there are."""

from __future__ import annotations

from typing import Final

from boxlint.formats.format import Format

_JSON: Final = frozenset({".json"})
_XML: Final = frozenset({".xml"})
_TEXT: Final = frozenset({".txt"})
_LABELS: Final = ("labels", "obj_")
_LISTS: Final = {"image": "/images/{index}", "annotation": "/annotations/{index}", "category": "/categories/{index}"}
_OBJECTS: Final = {"annotation": "/annotation/object[{number}]", "image": "/annotation"}

# a format that is told by more of the content comes before the one that it resembles
FORMATS: Final = (
    Format("soda", "SODA-A JSON", _JSON, "soda", pointers={"annotation": "/annotations/{index}"}),
    Format("coco", "COCO JSON", _JSON, "coco", whole_dataset=True, pointers=_LISTS, writes_sizes=True, is_default=True),
    Format("dior", "DIOR-R XML (robndbox with corners)", _XML, "dior", pointers=_OBJECTS, writes_sizes=True),
    Format(
        "rolabelimg", "roLabelImg XML (robndbox with angle)", _XML, "rolabelimg", pointers=_OBJECTS, writes_sizes=True
    ),
    Format("voc", "Pascal VOC XML", _XML, "voc", pointers=_OBJECTS, writes_sizes=True, is_default=True),
    Format("dota", "DOTA text", _TEXT, "dota", folders=("labeltxt", "annfiles"), is_default=True),
    Format("yolo", "YOLO text", _TEXT, "yolo", told_by="is_detection", silent_folders=_LABELS, has_images_beside=True),
    Format("yolo-obb", "YOLO text (oriented boxes)", _TEXT, "yolo", told_by="is_obb", has_images_beside=True),
    Format("yolo-segment", "YOLO text (polygons)", _TEXT, "yolo", told_by="is_segment", has_images_beside=True),
    Format("yolo-pose", "YOLO text (keypoints)", _TEXT, "yolo", told_by="is_pose", has_images_beside=True),
)
"""Every format, in the order in which a file is tried."""
WHOLE_DATASETS: Final = frozenset(format.name for format in FORMATS if format.whole_dataset)
"""The formats of which one file is one file set."""


def find_format(name: str) -> Format | None:
    """The format of a name, None if there is none."""
    return next((format for format in FORMATS if format.name == name), None)


def pointer(name: str, table: str, index: int) -> str | None:
    """The JSON pointer or XPath of a record by its place in its list, from 0; None where its format has neither."""
    format = find_format(name)
    if format is None or index < 0 or table not in format.pointers:
        return None
    return format.pointers[table].format(index=index, number=index + 1)
