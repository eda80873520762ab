"""Read UCAS-AOD text, a line an object."""

from __future__ import annotations

from boxlint.formats.lines.read import LineReader
from boxlint.formats.ucas_aod.fields import read_line
from boxlint.formats.ucas_aod.records import explain

read = LineReader(read_line, explain).read
