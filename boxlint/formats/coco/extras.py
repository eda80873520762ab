"""What is read only where a selected rule asks for it: unknown fields."""

from __future__ import annotations

from typing import Any, Final

from boxlint.formats.coco.chunk import READ_KEYS
from boxlint.formats.coco.spans import Spans, record_text
from boxlint.formats.json_text import JsonError, parse
from boxlint.formats.text import Buffer

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


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = parse(text)
    except JsonError:
        return {}
    return value if isinstance(value, dict) else {}
