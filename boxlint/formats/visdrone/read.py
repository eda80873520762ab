"""Read VisDrone text, a line an object."""

from __future__ import annotations

from boxlint.formats.lines.read import LineReader
from boxlint.formats.visdrone.fields import CLASSES, read_line
from boxlint.formats.visdrone.records import explain

read = LineReader(read_line, explain, CLASSES).read
