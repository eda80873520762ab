"""Read Open Images CSV: `ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,…`, fractions of the image's sides.

The names of categories are in a table beside the boxes, where there is one. A box around a group (`IsGroupOf`) is a
crowd, and no training target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from boxlint.formats.csv_files import CsvFormat, read_csv
from boxlint.formats.csv_lists import read_pairs
from boxlint.formats.open_images.layout import COLUMNS, find_layout
from boxlint.formats.open_images.records import explain

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_DESCRIPTIONS: Final = "*class-descriptions*.csv"
_FOLDERS: Final = (".", "../metadata")
"""Where the table of names lies, seen from the boxes."""


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of Open Images files. Never raises: what is wrong with a record stands in its row."""
    expected = f"the first line names no columns {', '.join(COLUMNS.needed)}"
    return read_csv(files, options, CsvFormat(find_layout, explain, expected, _listed))


def beside(files: Sequence[SourceFile]) -> str:
    """A text that is another one where the class list beside files has changed."""
    return repr([_listed(file.path) for file in files])


def _listed(file: Path) -> Mapping[str, str] | None:
    """The names of categories by their machine ids; of several tables the one of boxable categories."""
    found = [path for folder in _FOLDERS for path in sorted((file.parent / folder).glob(_DESCRIPTIONS))]
    chosen = next((path for path in found if "boxable" in path.name), found[0] if found else None)
    pairs = {} if chosen is None else read_pairs(chosen)
    pairs.pop("LabelName", None)
    return pairs or None
