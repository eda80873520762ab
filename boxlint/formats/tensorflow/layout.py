"""The columns of TensorFlow CSV, as the scripts around its object detection API write them."""

from __future__ import annotations

from typing import Final

from boxlint.formats.csv_layout import Columns, Layout, by_header

COLUMNS: Final = Columns(
    image="filename",
    category="class",
    box=("xmin", "ymin", "xmax", "ymax"),
    size=("width", "height"),
    synonyms=("class_name", "label", "category", "cell_type"),
)


def find_layout(text: bytes) -> Layout | None:
    """The layout of a text whose header has these columns, None for any other."""
    return by_header(COLUMNS, text)
