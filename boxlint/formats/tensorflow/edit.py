"""Edit TensorFlow CSV."""

from __future__ import annotations

from boxlint.formats.tensorflow.layout import find_layout
from boxlint.syntax.csv.edit import CsvEditor
from boxlint.syntax.csv.layout import head_of
from boxlint.text.source import Buffer


def editor(data: Buffer) -> CsvEditor:
    """What edits a file of this text."""
    layout = find_layout(head_of(data))
    assert layout is not None, "it was read by its header"
    return CsvEditor(layout)
