"""Read DIOR-R XML."""

from __future__ import annotations

from boxlint.formats.voc.read import read

__all__ = ["read"]
