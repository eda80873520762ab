"""The columns of Open Images boxes."""

from __future__ import annotations

from typing import Final

from boxlint.formats.csv_layout import Columns, Layout, by_header

COLUMNS: Final = Columns(
    image="ImageID", category="LabelName", box=("XMin", "YMin", "XMax", "YMax"), crowd="IsGroupOf", are_fractions=True
)


def find_layout(text: bytes) -> Layout | None:
    """The layout of a text whose header has these columns, None for any other."""
    return by_header(COLUMNS, text)
