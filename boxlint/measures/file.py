"""Measures of files."""

from __future__ import annotations

from boxlint.arrays import Flags
from boxlint.measures.text import flag_texts
from boxlint.tables import Text

__all__ = ["lacks_images"]


def lacks_images(missing_list: Text) -> Flags:
    """Whether the list of images itself is absent. Shape (N,)."""
    return flag_texts(missing_list, lambda lists: "images" in lists)
