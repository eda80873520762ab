"""The objects of one row: lists that stand side by side, or a list of objects.

`{"bbox": [[x, y, w, h], …], "category": [0, …]}`, or `[{"bbox": [x, y, w, h], "category": 0}, …]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class Row(Struct, frozen=True):
    """The objects of an image, in order: none where it has no list of them.

    `lists_beside` are the lists beside that of the boxes, an item for each object. `surplus` is how many classes are
    listed beyond the boxes.
    """

    entries: Sequence[Entry]
    lists_beside: Sequence[Node] = ()
    surplus: int = 0


def read_row(objects: Node | None) -> Row:
    """What the member `objects` of a row holds."""
    if objects is None:
        return Row(())
    return Row([_object(node) for node in objects.items()]) if objects.is_list else _side_by_side(objects)


def _side_by_side(objects: Node) -> Row:
    members = objects.members()
    boxes, categories, crowds = (find_member(members, names) for names in (BOXES, CATEGORIES, _CROWDS))
    records = boxes.items() if boxes else []
    values = boxes.value if records else []
    labels, flags = (_listed(node) for node in (categories, crowds))
    has_classes = categories is not None
    entries = [
        Entry(record, {"bbox": value, "category": label} if has_classes else {"bbox": value}, flag in (1, True))
        for record, value, label, flag in zip(records, values, _filled(labels, records), _filled(flags, records))
    ]
    beside = [node for node in members.values() if node is not boxes and node.is_list]
    return Row(entries, beside, max(len(labels) - len(records), 0))


def _listed(node: Node | None) -> list[Any]:
    """The values of a list; none of any other value."""
    return list(node.value) if node and node.is_list else []


def _filled(values: list[Any], records: Sequence[Node]) -> list[Any]:
    """Some values with none for each record that they lack."""
    return [*values, *[None] * (len(records) - len(values))]


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
