"""Read RSOD text, a line an object."""

from __future__ import annotations

from boxlint.formats.lines.read import LineReader
from boxlint.formats.rsod.fields import read_line
from boxlint.formats.rsod.records import explain

read = LineReader(read_line, explain).read
