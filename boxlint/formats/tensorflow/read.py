"""Read TensorFlow CSV: `filename,width,height,class,xmin,ymin,xmax,ymax`, pixels, columns in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxlint.formats.csv_files import CsvFormat, read_csv
from boxlint.formats.tensorflow.layout import COLUMNS, find_layout
from boxlint.formats.tensorflow.records import explain

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of TensorFlow CSV files. Never raises: what is wrong with a record stands in its row."""
    expected = f"the first line names no columns {', '.join(COLUMNS.needed)}"
    return read_csv(files, options, CsvFormat(find_layout, explain, expected, lambda _: None))
