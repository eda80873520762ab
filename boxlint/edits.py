"""Edits of a file: spans of its own bytes, and what becomes of them."""

from __future__ import annotations

from msgspec import Struct


class Edit(Struct, frozen=True):
    """One replaced span of a file: the bytes [start, end) become `replacement`; `rules` are the codes that want it."""

    start: int
    end: int
    replacement: bytes
    rules: tuple[str, ...] = ()
