"""Text with one record a line: lines with their byte offsets, told apart as Python's text files do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from boxlint.formats.text import HEAD_SIZE, Buffer, decode_head

LINES_TRIED: Final = 50
"""Lines of a file that its format is told by."""
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


def split_lines(data: Buffer) -> Iterator[tuple[int, bytes]]:
    """The offset and the content of each line, without its end (LF, CRLF or CR); no line follows the last end."""
    start = 0
    for line in bytes(data).splitlines(keepends=True):
        yield start, line.rstrip(b"\r\n")
        start += len(line)


@lru_cache(maxsize=1)  # each text format looks at the same head
def head_lines(head: bytes) -> tuple[str, ...]:
    """The first lines that are not blank, without the last one where the head cuts it off."""
    lines = _LINE_END.split(decode_head(head))
    if len(head) >= HEAD_SIZE:
        lines = lines[:-1]
    return tuple(islice((line for line in lines if line.strip()), LINES_TRIED))


def stem(shown: str) -> str:
    """The name of the image that a file is about, by the path of the file."""
    name = shown.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name
