"""Read LVIS, which is written as COCO is."""

from __future__ import annotations

from boxlint.formats.coco.read import read

__all__ = ["read"]
