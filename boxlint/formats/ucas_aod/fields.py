"""The fields of one UCAS-AOD line, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, split_at_blanks, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape

NAMES: Final = ("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4", "theta", "x", "y", "width", "height")
FOLDERS: Final = frozenset({"car", "plane"})
"""The folders of the dataset whose names are the classes, in lower case."""
_QUAD: Final = 8
_BOX: Final = NAMES.index("x")


def read_line(line: bytes, path: str = "") -> LineRecord:
    """What a line that is not blank says. Its class is the folder of its file, unless the line begins with one."""
    fields = texts(line, split_at_blanks(line))
    has_class = len(fields) == len(NAMES) + 1 or (fields[0][0].isalpha() and not is_number(fields[0]))
    first = int(has_class)
    numbers = fields[first:]
    theta = numbers[_QUAD:_BOX]
    if not 0 < len(numbers) <= len(NAMES) or not any(map(is_number, numbers)) or not all(map(is_number, theta)):
        return LineRecord(is_malformed=True)
    shapes = [WrittenShape("quad", first, tuple(numbers[:_QUAD]))]
    if len(numbers) > _QUAD:
        shapes.append(WrittenShape("sized_box", first + _BOX, tuple(numbers[_BOX:])))
    category = fields[0] if has_class else _class_of(path)
    written = dict(zip(NAMES, numbers, strict=False))
    return LineRecord(category, tuple(shapes), {**written, "class": category} if category else written)


def _class_of(path: str) -> str | None:
    folder = path.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    return folder if folder.lower() in FOLDERS else None
