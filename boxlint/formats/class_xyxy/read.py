"""Read `class x1 y1 x2 y2`, a line an object."""

from __future__ import annotations

from boxlint.formats.class_xyxy.records import ORDER
from boxlint.formats.lines.read import LineReader

read = LineReader(ORDER.read_line, ORDER.explain).read
