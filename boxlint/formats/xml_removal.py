"""Records of XML formats that go, each with the white space before it."""

from __future__ import annotations

from typing import Any, Final

from boxlint.formats.text import Buffer

_BLANKS: Final = b" \t\r\n"


def removed_spans(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
    """The spans to cut so that the records where `removed` (N,) holds are gone, each with the white space before it.

    `starts` and `ends` (N,) int64 are the records of the file in order; one span a record. What stands nowhere, at −1,
    needs no cut.
    """
    return [
        (_end_of_what_is_before(data, start), end)
        for start, end in zip(starts[removed].tolist(), ends[removed].tolist(), strict=True)
        if start >= 0
    ]


def _end_of_what_is_before(data: Buffer, start: int) -> int:
    while start > 0 and data[start - 1] in _BLANKS:
        start -= 1
    return start
