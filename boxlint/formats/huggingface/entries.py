"""The objects of one row: lists that stand side by side, or a list of objects.

`{"bbox": [[x, y, w, h], …], "category": [0, …]}`, or `[{"bbox": [x, y, w, h], "category": 0}, …]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.json_nodes import Node

OBJECTS: Final = "objects"
BOXES: Final = ("bbox", "bboxes", "boxes")
CATEGORIES: Final = ("category", "categories", "category_id", "label", "labels", "class", "classes", "class_id")
_CROWDS: Final = ("iscrowd", "is_crowd")
_ABSENT: Final = object()


class Entry(Struct, frozen=True):
    """An object: the text that stands for it (its box, or all of it), and what it says.

    `value` has `bbox` and `category`, as far as they are written; a category is none where the row lists none.
    """

    record: Node
    value: Any
    is_crowd: bool = False

    @property
    def needs_category(self) -> bool:
        """Whether its category is missing: others are written where it would be."""
        return isinstance(self.value, dict) and self.value.get("category", _ABSENT) is None


def find_member(members: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The first member that has one of some names; None without."""
    return next((members[name] for name in names if name in members), None)


def entries(row: Node) -> list[Entry]:
    """The objects of a row, in order; none where it has none, or where it has no list of them."""
    objects = row.at(OBJECTS)
    if objects is None:
        return []
    return [_object(node) for node in objects.items()] if objects.is_list else _side_by_side(objects)


def lists_beside(row: Node) -> list[list[Node]]:
    """The items of the lists that stand beside that of the boxes, one for each object."""
    objects = row.at(OBJECTS)
    members = objects.members() if objects else {}
    boxes = find_member(members, BOXES)
    return [node.items() for node in members.values() if node is not boxes and node.is_list]


def _side_by_side(objects: Node) -> list[Entry]:
    members = objects.members()
    boxes, categories, crowds = (find_member(members, names) for names in (BOXES, CATEGORIES, _CROWDS))
    records = boxes.items() if boxes else []
    labels = _values(categories, len(records))
    flags = _values(crowds, len(records))
    return [
        Entry(
            record,
            {"bbox": record.value, **({} if categories is None else {"category": label})},
            flag in (1, True),
        )
        for record, label, flag in zip(records, labels, flags, strict=True)
    ]


def _values(node: Node | None, count: int) -> list[Any]:
    """The values of a list, None for those that it lacks."""
    values = node.value if node and node.is_list else []
    return [*values, *[None] * count][:count]


def _object(node: Node) -> Entry:
    written = node.value
    if not isinstance(written, dict):
        return Entry(node, written)
    value = {}
    for name, names in (("bbox", BOXES), ("category", CATEGORIES)):
        known = next((other for other in names if other in written), None)
        if known is not None:
            value[name] = written[known]
    return Entry(node, value, find_member(written, _CROWDS) in (1, True))
