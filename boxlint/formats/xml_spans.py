"""Where numbers stand in the text of an XML record: in attributes, in leaves, and in lists of points."""

from __future__ import annotations

import re
from typing import Final

from boxlint.formats.xml_elements import Element
from boxlint.formats.xml_leaves import Leaf

Span = tuple[int, int]
"""Start and end in a record, in bytes."""

_ATTRIBUTE: Final = re.compile(rb"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME: Final = re.compile(rb"<[^\s/>]+")


def attribute_spans(record: bytes, element: Element) -> dict[str, Span]:
    """The places of an element's attributes by name; those that stand there in other words (an entity) are left out."""
    opening = _NAME.match(record, element.start)
    position = opening.end() if opening else len(record)
    found = {}
    while attribute := _ATTRIBUTE.match(record, position):
        position = attribute.end()
        start, end = attribute.span(2 if attribute[2] is not None else 3)
        name = attribute[1].decode("utf-8", "replace")
        if element.attributes.get(name) == record[start:end].decode("utf-8", "replace"):
            found[name] = _stripped(record, start, end)
    return found


def text_span(record: bytes, element: Element | None) -> Span | None:
    """The place of a leaf's text without white space around; None where it stands there in other words."""
    if element is None or element.children:
        return None
    return Leaf(element.text.strip(), element.start, element.closed).place(record)


def listed_spans(record: bytes, span: Span, separators: bytes = b",;") -> list[Span]:
    """The places of what stands between separators in a part of a record, without white space around."""
    start, end = span
    bounds = [place for place in range(start, end) if record[place] in separators]
    edges = zip((start, *(place + 1 for place in bounds)), (*bounds, end), strict=True)
    return [_stripped(record, *edge) for edge in edges]


def _stripped(record: bytes, start: int, end: int) -> Span:
    text = record[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
