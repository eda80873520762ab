"""New sizes of images in XML formats that write them as elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.numbers import number_text, parse_number
from boxlint.formats.xml_elements import Element
from boxlint.formats.xml_spans import Span, text_span


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
