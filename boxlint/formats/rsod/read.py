"""Read RSOD text, a line an object."""

from __future__ import annotations

from boxlint.formats.rsod.fields import read_line
from boxlint.formats.rsod.records import explain
from boxlint.syntax.lines.read import LineReader

read = LineReader(read_line, explain).read
