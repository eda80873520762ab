"""Edit rows of Hugging Face datasets: the numbers of boxes, and whole objects with what stands beside their boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from boxlint.formats.coco.box_text import box_texts, finite_numbers, spelled_number, written_number
from boxlint.formats.editor import Beside
from boxlint.formats.huggingface.entries import BOXES, OBJECTS, find_member, read_row
from boxlint.syntax.json.lines import split_documents
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.removal import owned_items, removed_from_lists
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.line_removal import removed_spans as removed_lines
from boxlint.text.source import Buffer

_LINE_ENDS: Final = (b"", b"\n", b"\r")


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an object another box, or make its strings numbers; none where that cannot be written."""
    node = Node(record, 0, len(record))
    box = node if node.is_list else find_member(node.members(), BOXES)
    if table != "annotation" or box is None:
        return []
    items = box.items()
    spelled = [spelled_number(item.source) if values.get("numbers") else None for item in items]
    texts = [written_number(item.source) or text for item, text in zip(items, spelled, strict=True)]
    numbers = [text for text in texts if text is not None]
    corners = finite_numbers(values.get("box"), len(items))
    wanted: Sequence[str | None] = texts
    if corners is not None and len(numbers) == len(items) == 4:
        wanted = box_texts(numbers, corners)
    return [
        FieldEdit(item.start, item.end, new.encode(), "numbers" if new == old else "box")
        for item, old, new in zip(items, texts, wanted, strict=True)
        if new is not None and new.encode() != item.source
    ]


def removed_spans(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
    """The spans to cut so that the items of lists, or the rows, where `removed` (N,) holds are gone."""
    if len(starts) and _is_line(data, int(starts[0]), int(ends[0])):
        return removed_lines(data, starts, ends, removed)
    return removed_from_lists(data, starts, ends, removed)


def _is_line(data: Buffer, start: int, end: int) -> bool:
    around = (data[max(start - 1, 0) : start], data[end : end + 1])
    return all(bytes(byte) in _LINE_ENDS for byte in around)


def pieces_beside(data: Buffer, starts: Any) -> Iterator[Beside]:
    """What objects have in the lists beside that of the boxes. `starts` (N,) are those of all objects."""
    places = {start: place for place, start in enumerate(starts.tolist())}
    for line in split_documents(data):
        if line.problem:
            continue
        row = read_row(line.node.at(OBJECTS))
        owners = [places.get(entry.record.start, -1) for entry in row.entries]
        for items in (node.items() for node in row.lists_beside):
            yield owned_items(owners, items)


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of rows that hold these objects and nothing else, a row each."""
    rows = (
        b'{"objects": [%s]}\n' % record if record.startswith(b"{") else b'{"objects": {"bbox": [%s]}}\n' % record
        for record in records
    )
    return b"".join(rows)
