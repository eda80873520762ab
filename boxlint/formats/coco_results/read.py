"""Read COCO results, whose records are written as the annotations of COCO are."""

from __future__ import annotations

from boxlint.formats.coco.read import read

__all__ = ["read"]
