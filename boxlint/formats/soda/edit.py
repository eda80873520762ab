"""Edit SODA-A JSON: the corners of objects, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.removal import removed_spans as removed_spans
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.number_edits import number_edits


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an object other corners; none where it has them, or where it has no four corners."""
    poly = Node(record, 0, len(record)).at("poly") if table == "annotation" and "quad" in values else None
    spans = [(item.start, item.end) for item in poly.items()] if poly else []
    return number_edits(record, spans, values["quad"], "quad") if len(spans) == len(values.get("quad", ())) else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these objects and nothing else."""
    return b'{"annotations": [' + b", ".join(records) + b"]}"
