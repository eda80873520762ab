"""Read `class x y width height`, a line an object."""

from __future__ import annotations

from boxlint.formats.class_xywh.records import ORDER
from boxlint.formats.lines.read import LineReader

read = LineReader(ORDER.read_line, ORDER.explain).read
