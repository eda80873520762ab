"""Polygons that go or get other numbers, as edits of the list that they are written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from boxlint.formats.coco.box_text import outline_texts, written_number
from boxlint.syntax.json.members import Span, list_items
from boxlint.syntax.json.removal import removed_spans
from boxlint.text.coordinates import coordinate_texts
from boxlint.text.editing import Numbers

Edits = list[tuple[Span, str]]
"""Spans of a record with what is to stand there."""


def polygon_edits(record: bytes, start: int, changes: Mapping[int, Numbers], box: Sequence[str]) -> Edits:
    """The edits that make changes, by part, in the list of polygons that starts here; none where they cannot be made.

    `box` are the texts of the annotation's box, after which new coordinates are written.
    """
    parts = list_items(record, start) or []
    # the numbers of one polygon where a list of polygons belongs are parts of nothing
    is_nested = any(record[place : place + 1] in (b"[", b"{") for place, _ in parts)
    if not changes or max(changes) >= len(parts) or not is_nested:
        return []
    removed = np.array([changes.get(part) == () for part in range(len(parts))])
    if removed.all():
        return []
    starts, ends = np.array(parts, np.int64).T
    edits = [(span, "") for span in removed_spans(record, starts, ends, removed)]
    for part, numbers in changes.items():
        if numbers:
            edits += _number_edits(record, parts[part], numbers, box)
    return edits


def _number_edits(record: bytes, span: Span, numbers: Numbers, box: Sequence[str]) -> Iterator[tuple[Span, str]]:
    spans = list_items(record, span[0]) or []
    texts = [written_number(record[start:end]) for start, end in spans]
    own = [text for text in texts if text is not None]
    new = coordinate_texts(own, numbers) if len(own) == len(spans) else None
    if new is not None:
        yield from ((place, text) for place, text, old in zip(spans, new, own, strict=True) if text != old)
    elif len(box) == 4:
        lead, comma, tail = _layout(record, span, spans)
        yield span, f"[{lead}{comma.join(outline_texts(numbers, box))}{tail}]"


def _layout(record: bytes, span: Span, spans: Sequence[Span]) -> tuple[str, str, str]:
    """What stands before, between and behind the numbers of a polygon; one line where it has too few to tell."""
    if len(spans) < 2:
        return "", ", ", ""
    pieces = ((span[0] + 1, spans[0][0]), (spans[0][1], spans[1][0]), (spans[-1][1], span[1] - 1))
    lead, comma, tail = (record[start:end].decode() for start, end in pieces)
    return lead, comma, tail
