"""Edit Open Images CSV."""

from __future__ import annotations

from boxlint.formats.csv_edit import CsvEditor
from boxlint.formats.csv_layout import head_of
from boxlint.formats.open_images.layout import find_layout
from boxlint.formats.text import Buffer


def editor(data: Buffer) -> CsvEditor:
    """What edits a file of this text."""
    layout = find_layout(head_of(data))
    assert layout is not None, "it was read by its header"
    return CsvEditor(layout)
