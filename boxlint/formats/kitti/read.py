"""Read KITTI text, a line an object."""

from __future__ import annotations

from boxlint.formats.kitti.fields import read_line
from boxlint.formats.kitti.records import explain
from boxlint.formats.lines.read import LineReader

read = LineReader(read_line, explain).read
