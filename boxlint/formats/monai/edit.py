"""Edit datalists of MONAI: the numbers of boxes in voxels, and whole boxes with their labels and scores.

Boxes in coordinates of the world are not given new numbers: what is known of them in voxels has been through the
transform of their volume, and would not come back exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boxlint.formats.editor import Beside
from boxlint.formats.monai.entries import entries
from boxlint.formats.monai.modes import NUMBERS, written
from boxlint.syntax.json.nodes import Node, read_root
from boxlint.syntax.json.removal import owned_items
from boxlint.syntax.json.removal import removed_from_lists as removed_spans
from boxlint.text.coordinates import coordinate_texts
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.numbers import parse_number
from boxlint.text.source import Buffer

__all__ = ["edit_record", "pieces_beside", "removed_spans", "wrapped"]


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a box in voxels other corners in its own mode, or make its strings numbers."""
    items = Node(record, 0, len(record)).items() if table == "annotation" else []
    if len(items) != NUMBERS:
        return []
    old = [_number_text(item, are_converted=bool(values.get("numbers"))) for item in items]
    new = old
    if {"cuboid", "box_mode"} <= values.keys() and all(parse_number(text) is not None for text in old):
        new = coordinate_texts(old, written(values["cuboid"], values["box_mode"])) or old
    return [
        FieldEdit(item.start, item.end, text.encode(), "numbers" if text == before else "cuboid")
        for item, before, text in zip(items, old, new, strict=True)
        if text.encode() != item.source
    ]


def _number_text(item: Node, *, are_converted: bool) -> str:
    """The text of a number; of a string, if strings are to be numbers, what it spells."""
    text = item.source.decode("utf-8", "replace")
    return text[1:-1].strip() if are_converted and text.startswith('"') else text


def pieces_beside(data: Buffer, starts: Any) -> Iterator[Beside]:
    """What boxes have in other lists: labels and scores. `starts` (N,) are those of all boxes."""
    places = {start: place for place, start in enumerate(starts.tolist())}
    for entry in entries(read_root(data)):
        owners = [places.get(node.start, -1) for node in entry.boxes]
        for items in entry.lists_beside():
            yield owned_items(owners, items)


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a datalist that holds these boxes and nothing else."""
    return b'{"training": [{"image": "", "box": [' + b", ".join(records) + b"]}]}"
