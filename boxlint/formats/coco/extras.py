"""What is read only where a selected rule asks for it: unknown fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from boxlint.formats.coco.chunk import READ_KEYS
from boxlint.formats.coco.spans import Spans, list_text, record_text
from boxlint.formats.json_text import JsonError, parse
from boxlint.formats.text import Buffer

KNOWN_FIELDS: Final = frozenset(READ_KEYS) | {"score", "attributes", "isfake", "isreflected"}
"""The fields of COCO annotations; `score` and `attributes` are what CVAT, Datumaro and evaluation tools add.

`isfake` and `isreflected` are of Objects365: an object that is a picture of one, or seen in a mirror.
"""
_DECODER: Final = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])


def unknown_fields(data: Buffer, spans: Spans, known: frozenset[str]) -> dict[int, str]:
    """By row, the first key of an annotation that neither COCO nor the configuration knows."""
    expected = KNOWN_FIELDS | known
    try:
        records: Iterable[Any] = _DECODER.decode(list_text(data, spans, 0, len(spans))) if len(spans) else ()
    except (msgspec.DecodeError, RecursionError):
        records = (_parsed(record_text(data, spans, row)) for row in range(len(spans)))
    found: dict[int, str] = {}
    for row, record in enumerate(records):
        if isinstance(record, dict) and not expected.issuperset(record):
            found[row] = next(key for key in record if key not in expected)
    return found


def _parsed(text: bytes) -> Any:
    try:
        return parse(text)
    except JsonError:
        return None
