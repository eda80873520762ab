"""Tell UCAS-AOD text by its content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from boxlint.formats.lines.fields import is_number
from boxlint.formats.lines.sniff import are_mostly, has_any
from boxlint.formats.ucas_aod.fields import NAMES

_FEWEST: Final = 8
# coordinates up to this may be fractions of a side, as those of a YOLO polygon
_FRACTION: Final = 2.0
_LEAST_OVERLAP: Final = 0.2


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is UCAS-AOD: mostly lines of 13 numbers whose corners lie about the upright box."""
    return are_mostly(head, _is_object)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among UCAS-AOD files is one of them: empty (no object), or numbers between tabs."""
    return has_any(head, _is_faulty_object)


def _is_object(line: str) -> bool:
    fields = line.split()
    numbers = fields[len(fields) == len(NAMES) + 1 :]
    if len(numbers) != len(NAMES) or not all(map(is_number, numbers)):
        return False
    values = [*map(float, numbers)]
    return max(values[:8]) > _FRACTION and _overlap(values) >= _LEAST_OVERLAP


def _overlap(values: Sequence[float]) -> float:
    """How much of the extent of the corners and of the upright box together both cover, 0 to 1."""
    across, down = values[0:8:2], values[1:8:2]
    x, y, width, height = values[-4:]
    common = _common(min(across), max(across), x, x + width) * _common(min(down), max(down), y, y + height)
    extent = (max(across) - min(across)) * (max(down) - min(down))
    union = extent + width * height - common
    return common / union if union > 0 else 0.0


def _common(low: float, high: float, other_low: float, other_high: float) -> float:
    return max(0.0, min(high, other_high) - max(low, other_low))


def _is_faulty_object(line: str) -> bool:
    fields = line.split()
    return "\t" in line and sum(map(is_number, fields)) >= _FEWEST and len(fields) <= len(NAMES) + 1
