"""Measures of masks given as run lengths."""

from __future__ import annotations

__all__: list[str] = []
