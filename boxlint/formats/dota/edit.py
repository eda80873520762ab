"""Edit DOTA text: coordinates, the difficulty that is absent, header lines, and whole objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from boxlint.formats.dota.fields import EXPECTED, is_header_line, read_line
from boxlint.text.coordinates import coordinate_texts
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.line_removal import line_end_after
from boxlint.text.line_removal import removed_spans as removed_spans
from boxlint.text.lines import split_lines

_FIELD: Final = re.compile(r"\S+")
# a white space that `is_header_line` does not know
_BLANK: Final = "\N{NO-BREAK SPACE}".encode()


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a line, or a file its header, other values; none for what is so or cannot be edited."""
    if table == "file":
        return _cut_header(record) if values.get("header_lines") == 0 else []
    if table != "annotation":
        return []
    # a file may be cut off inside a character
    line = record.decode("utf-8", "surrogateescape")
    edits = _edit_quad(line, values["quad"]) if "quad" in values else []
    return edits + (_append_difficulty(line) if values.get("difficult") == 0 else [])


def _edit_quad(line: str, values: Sequence[float]) -> list[FieldEdit]:
    found = read_line(line)
    if found.is_malformed or found.is_not_numeric or len(found.coordinates) != EXPECTED:
        return []
    texts = coordinate_texts(found.coordinates, values) or found.coordinates
    return [
        FieldEdit(_offset(line, field.start()), _offset(line, field.end()), text.encode(), "quad")
        for field, text in zip(_FIELD.finditer(line), texts)
        if text != field[0]
    ]


def _append_difficulty(line: str) -> list[FieldEdit]:
    """Adds the difficulty, parted as the category is, unless the line would then mean something else."""
    found, fields = read_line(line), [*_FIELD.finditer(line)]
    count = len(found.coordinates)
    if found.difficult is not None or not 0 < count < len(fields):
        return []
    between = line[fields[count - 1].end() : fields[count].start()]
    added = (between if between.strip(" \t") == "" else " ") + "0"
    end = fields[-1].end()
    text = line[:end] + added + line[end:]
    # some blanks of Unicode part the fields of regular lines, and not of others
    is_ambiguous = len(text.split()) != len(text.encode("utf-8", "surrogateescape").split())
    if is_ambiguous or read_line(text) != replace(found, text=text, difficult=0.0):
        return []
    return [FieldEdit(_offset(line, end), _offset(line, end), added.encode(), "difficult")]


def _offset(line: str, place: int) -> int:
    return len(line[:place].encode("utf-8", "surrogateescape"))


def _cut_header(data: bytes) -> list[FieldEdit]:
    """Cuts the header lines, which may have blank lines between them, each with its end."""
    edits = []
    for start, line in split_lines(data):
        if line.strip() and not is_header_line(line):
            break
        if line.strip():
            end = start + len(line)
            edits.append(FieldEdit(start, end + line_end_after(data, end), b"", "header_lines"))
    return edits


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of these lines.

    The blank line at the start keeps the first one from being taken for a byte-order mark or a Git LFS pointer.
    What would be a header there gets a blank that makes it none.
    """
    lines = (_BLANK + record if is_header_line(record) else record for record in records)
    return b"\n" + b"".join(line + b"\n" for line in lines)
