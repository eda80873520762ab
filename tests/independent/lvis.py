"""LVIS by the standard library, as COCO."""

from __future__ import annotations

from tests.independent.coco import FIXED, objects, records

__all__ = ["FIXED", "objects", "records"]
