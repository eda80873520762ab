"""What is read only where a selected rule asks for it: unknown fields and keypoints."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.formats.coco.annotations import record_text
from boxlint.formats.coco.careful import float_of
from boxlint.formats.coco.chunk import READ_KEYS
from boxlint.formats.coco.structure import Spans
from boxlint.formats.json_text import JsonError, parse
from boxlint.formats.text import Buffer
from boxlint.tables import Table, make_table

KNOWN_FIELDS: Final = frozenset(READ_KEYS) | {"score", "attributes"}
"""The fields of COCO annotations; `score` and `attributes` are what CVAT, Datumaro and evaluation tools add."""


def unknown_fields(data: Buffer, spans: Spans, known: frozenset[str]) -> dict[int, str]:
    """By row, the first key of an annotation that neither COCO nor the configuration knows."""
    expected = KNOWN_FIELDS | known
    found: dict[int, str] = {}
    for row in range(len(spans)):
        value = _object(record_text(data, spans, row))
        unknown = next((key for key in value if key not in expected), None)
        if unknown is not None:
            found[row] = unknown
    return found


def read_keypoints(data: Buffer, spans: Spans, has_keypoints: Any) -> Table:
    """The keypoint table: a row for every three numbers x, y, visibility; nothing of a list that is not all numbers."""
    rows: list[int] = []
    points: list[list[float | None]] = []
    for row in np.flatnonzero(has_keypoints).tolist():
        values = _object(record_text(data, spans, row)).get("keypoints")
        numbers = [float_of(value) for value in values] if isinstance(values, list) else []
        if None in numbers:
            continue
        for start in range(0, len(numbers) - 2, 3):
            rows.append(row)
            points.append(numbers[start : start + 3])
    columns = np.array(points, np.float64).reshape(-1, 3).T
    return make_table(
        "keypoint", len(rows), {"annotation": rows, **dict(zip(("x", "y", "visibility"), columns, strict=True))}
    )


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = parse(text)
    except JsonError:
        return {}
    return value if isinstance(value, dict) else {}
