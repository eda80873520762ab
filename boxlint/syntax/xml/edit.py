"""Edit XML records: what an element says of an object, or of the size of its image."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from boxlint.syntax.xml.elements import Element, read_element
from boxlint.syntax.xml.spans import Span, text_span
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.numbers import number_text, parse_number

EditElement = Callable[[bytes, Element, Values], list[FieldEdit]]
"""The edits that give the element of an object, whose text this is, other numbers."""


def element_edits(
    table: str,
    record: bytes,
    values: Values,
    sides: Mapping[str, Sequence[str]],
    edit_element: EditElement,
) -> list[FieldEdit]:
    """The edits of a record: of an object as `edit_element` has it, of an image the `sides` that are elements."""
    element = read_element(record) if table in ("annotation", "image") else None
    if element is None:
        return []
    return size_edits(record, element, values, sides) if table == "image" else edit_element(record, element, values)


def size_edits(record: bytes, root: Element, values: Values, paths: Mapping[str, Sequence[str]]) -> list[FieldEdit]:
    """The edits of the sides, `width` and `height`, that are written as numbers; `paths` lead to them from the root."""
    return side_edits(record, {side: text_span(record, root.child(*path)) for side, path in paths.items()}, values)


def side_edits(record: bytes, spans: Mapping[str, Span | None], values: Values) -> list[FieldEdit]:
    """The same for sides that stand at some places."""
    edits = []
    for side, span in spans.items():
        if side not in values or span is None:
            continue
        text = record[slice(*span)].decode()
        number = parse_number(text)
        if number is not None and number != values[side]:
            edits.append(FieldEdit(*span, number_text(values[side], 0, text).encode(), side))
    return sorted(edits, key=lambda edit: edit.start)
