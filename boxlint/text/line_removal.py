"""Lines that go from a text, with their ends."""

from __future__ import annotations

from typing import Any, Final

from boxlint.text.source import Buffer

_LINE_ENDS: Final = (b"\r\n", b"\n", b"\r")


def removed_spans(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
    """The spans to cut so that the lines where `removed` (N,) holds are gone, each with its line end.

    `starts` and `ends` (N,) int64 are the object lines of the file in order; one span a line. A last line without
    an end goes with the end of the line before, which is the last one then.
    """
    spans = []
    last = len(data)
    for start, end in zip(starts[removed].tolist()[::-1], ends[removed].tolist()[::-1], strict=True):
        if end == last:
            last = start - _line_end_before(data, start)
            spans.append((last, end))
        else:
            spans.append((start, end + line_end_after(data, end)))
    return spans[::-1]


def line_end_after(data: Buffer, place: int) -> int:
    """The length of the line end at a place."""
    return next((len(end) for end in _LINE_ENDS if bytes(data[place : place + len(end)]) == end), 0)


def _line_end_before(data: Buffer, place: int) -> int:
    """The length of the line end up to a place."""
    return next((len(end) for end in _LINE_ENDS if bytes(data[max(0, place - len(end)) : place]) == end), 0)
