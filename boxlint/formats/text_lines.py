"""Text with one record a line: lines with their byte offsets, told apart as Python's text files do."""

from __future__ import annotations

from collections.abc import Iterator

from boxlint.formats.text import Buffer


def split_lines(data: Buffer) -> Iterator[tuple[int, bytes]]:
    """The offset and the content of each line, without its end (LF, CRLF or CR); no line follows the last end."""
    start = 0
    for line in bytes(data).splitlines(keepends=True):
        yield start, line.rstrip(b"\r\n")
        start += len(line)
