"""The box of a Create ML record: its centre, width and height, pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_shapes import Notation, from_center, to_center

_BOX: Final = (
    Notation("boxes", tuple(("coordinates", name) for name in ("x", "y", "width", "height")), from_center, to_center),
)


def find_shapes(_: Mapping[str, Any]) -> Sequence[Notation]:
    """The one box that a record is about."""
    return _BOX
