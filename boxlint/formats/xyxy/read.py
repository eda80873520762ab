"""Read `x1 y1 x2 y2 class`, a line an object."""

from __future__ import annotations

from boxlint.formats.xyxy.records import ORDER
from boxlint.syntax.lines.read import LineReader

read = LineReader(ORDER.read_line, ORDER.explain).read
