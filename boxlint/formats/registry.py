"""The formats that there are."""

from __future__ import annotations

from typing import Final

from boxlint.formats.format import Format

_JSON: Final = frozenset({".json"})
_XML: Final = frozenset({".xml"})
_TEXT: Final = frozenset({".txt"})
_LISTS: Final = {"image": "/images/{index}", "annotation": "/annotations/{index}", "category": "/categories/{index}"}
_OBJECTS: Final = {"annotation": "/annotation/object[{number}]", "image": "/annotation"}


def _coco(name: str, title: str, package: str, *, is_default: bool = False, is_federated: bool = False) -> Format:
    """A format of files with the three lists of COCO."""
    return Format(
        name,
        title,
        _JSON,
        package,
        whole_dataset=True,
        writes_sizes=True,
        boxes_have_sizes=True,
        rotated_by_count=True,
        pointers=_LISTS,
        is_default=is_default,
        is_federated=is_federated,
    )


# a format that is told by more of the content comes before the one that it resembles
FORMATS: Final = (
    Format("soda", "SODA-A JSON", _JSON, "soda", pointers={"annotation": "/annotations/{index}"}),
    # the files of LVIS are files of COCO too
    _coco("lvis", "LVIS JSON", "lvis", is_federated=True),
    _coco("coco", "COCO JSON", "coco", is_default=True),
    Format(
        "coco-results",
        "COCO results JSON",
        _JSON,
        "coco_results",
        whole_dataset=True,
        boxes_have_sizes=True,
        rotated_by_count=True,
        pointers={"annotation": "/{index}"},
    ),
    Format(
        "odgt",
        "CrowdHuman ODGT (JSON lines)",
        frozenset({".odgt"}),
        "odgt",
        whole_dataset=True,
        boxes_have_sizes=True,
        has_amodal_boxes=True,
        is_default=True,
    ),
    Format("dior", "DIOR-R XML (robndbox with corners)", _XML, "dior", pointers=_OBJECTS, writes_sizes=True),
    Format(
        "rolabelimg", "roLabelImg XML (robndbox with angle)", _XML, "rolabelimg", pointers=_OBJECTS, writes_sizes=True
    ),
    Format("voc", "Pascal VOC XML", _XML, "voc", pointers=_OBJECTS, writes_sizes=True, is_default=True),
    Format("dota", "DOTA text", _TEXT, "dota", folders=("labeltxt", "annfiles"), is_default=True),
)
"""Every format, in the order in which a file is tried."""
WHOLE_DATASETS: Final = frozenset(format.name for format in FORMATS if format.whole_dataset)
"""The formats of which one file is one file set."""
ROTATED_BY_COUNT: Final = frozenset(format.name for format in FORMATS if format.rotated_by_count)
"""The formats of which a file has rotated boxes where most of its boxes have five numbers."""


def conventions(name: str, table: str) -> dict[str, bool]:
    """What is so in all files of a format, by column of a table, file or file_set; of none that is known, nothing."""
    format = find_format(name)
    return format.conventions[table] if format else {}


def find_format(name: str) -> Format | None:
    """The format of a name, None if there is none."""
    return next((format for format in FORMATS if format.name == name), None)


def pointer(name: str, table: str, index: int) -> str | None:
    """The JSON pointer or XPath of a record by its place in its list, from 0; None where its format has neither."""
    format = find_format(name)
    if format is None or index < 0 or table not in format.pointers:
        return None
    return format.pointers[table].format(index=index, number=index + 1)
