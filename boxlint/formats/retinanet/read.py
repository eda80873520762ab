"""Read RetinaNet CSV: `path,x1,y1,x2,y2,class`, pixels, without a header; `path,,,,,` is an image without objects.

The classes are listed in `classes.csv` beside it, where there is one: `name,id`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from boxlint.formats.csv_files import CsvFormat, read_csv
from boxlint.formats.csv_lists import read_pairs
from boxlint.formats.retinanet.layout import find_layout
from boxlint.formats.retinanet.records import explain

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_CLASSES: Final = "classes.csv"


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of RetinaNet CSV files. Never raises: what is wrong with a record stands in its row."""
    return read_csv(files, options, CsvFormat(find_layout, explain, "", _listed))


def beside(files: Sequence[SourceFile]) -> str:
    """A text that is another one where the class list beside files has changed."""
    return repr([_listed(file.path) for file in files])


def _listed(file: Path) -> Mapping[str, str] | None:
    """The classes by the names that objects write, which are their own."""
    names = read_pairs(file.parent / _CLASSES)
    return {name: name for name in names} or None
