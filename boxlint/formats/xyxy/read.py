"""Read `x1 y1 x2 y2 class`, a line an object."""

from __future__ import annotations

from boxlint.formats.lines.read import LineReader
from boxlint.formats.xyxy.records import ORDER

read = LineReader(ORDER.read_line, ORDER.explain).read
