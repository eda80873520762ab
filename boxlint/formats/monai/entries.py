"""What stands where in a datalist: its entries, their boxes, and the lists beside these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from boxlint.formats.json_nodes import Node
from boxlint.split_names import SPLITS

BOX: Final = "box"
IMAGE: Final = "image"
LABEL: Final = "label"
_BESIDE: Final = re.compile(r"(pred_)?(label|score)s?(_\w+)?")


class Entry(Struct, frozen=True):
    """One volume: the name of its list, its place there from 0 on, its value, and its members by key."""

    split: str
    place: int
    node: Node
    members: Mapping[str, Node]

    @property
    def name(self) -> str:
        """What it is called in sentences: `training[3]`."""
        return f"{self.split}[{self.place}]"

    @property
    def boxes(self) -> list[Node]:
        """Its boxes; none where there is no list of them."""
        return self.items(BOX)

    def items(self, key: str) -> list[Node]:
        """The items of one of its lists; none where there is no such list."""
        return self.members[key].items() if key in self.members else []

    def lists_beside(self) -> Iterator[list[Node]]:
        """The items of each list that has one for each box: labels and scores."""
        for key, node in self.members.items():
            if _BESIDE.fullmatch(key) and node.is_list:
                yield node.items()


def entries(root: Node) -> list[Entry]:
    """The entries of all lists of a datalist in the order of the text.

    Entries of test sets may be no more than the path of a volume.
    """
    found = [
        Entry(key, place, item, item.members())
        for key, node in root.members().items()
        if node.is_list
        for place, item in enumerate(node.items())
    ]
    told = [entry for entry in found if {BOX, IMAGE} & entry.members.keys() or entry.split.lower() in SPLITS]
    return sorted(told, key=lambda entry: entry.node.start)
