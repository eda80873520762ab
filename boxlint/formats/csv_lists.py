"""Lists of classes in CSV files of two columns that lie beside the boxes."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.csv_records import blocks, split_record
from boxlint.formats.text import read_source


def read_pairs(path: Path) -> dict[str, str]:
    """The first two fields of each record of a file, the second by the first; none where it cannot be read."""
    try:
        data = read_source(path).data
    except OSError:
        return {}
    pairs: dict[str, str] = {}
    for block in blocks(data, b","):
        for row in range(len(block.starts)):
            fields = split_record(block.record(row), b",")
            if len(fields) >= 2:
                pairs.setdefault(fields[0].text.strip(), fields[1].text.strip())
    return pairs
