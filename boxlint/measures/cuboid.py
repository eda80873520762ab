"""Measures of 3-D boxes."""

from __future__ import annotations

__all__: list[str] = []
