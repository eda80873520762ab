"""What the tests of CSV formats share: a file's editor, the two roads of reading, and real files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import boxlint
from boxlint.syntax.csv import files as csv_files
from boxlint.syntax.csv.plain import PlainRecords, read_plain
from boxlint.tables import Tables
from tests.edited_texts import read_content, records, seen
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

REAL_DATA = Path(os.environ.get("BOXLINT_REAL_DATA", "."))
needs_real_data = pytest.mark.skipif(
    "BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder of real annotation files"
)


def editor_of(package: str, content: bytes) -> Any:
    """What edits a file of this content."""
    return import_module(f"boxlint.formats.{package}.edit").editor(content)


def rewritten(package: str, content: bytes, format: str, row: int, box: tuple[float, ...], **values: Any) -> bytes:
    """The content with another box in one row."""
    tables = read_content(content, format)
    start, end = (int(tables.annotations[side][row]) for side in ("start", "end"))
    record = content[start:end]
    for edit in editor_of(package, content).edit_record("annotation", record, {"box": box, **values})[::-1]:
        record = record[: edit.start] + edit.replacement + record[edit.end :]
    return content[:start] + record + content[end:]


def assert_roads_agree(content: bytes, format: str, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """Reading plain records together says what reading each by itself says; the tables."""
    together = read_content(content, format)

    def none_plain(block: Any, layout: Any, first: int) -> PlainRecords:
        return read_plain(block, layout, len(block.starts) + first)

    with monkeypatch.context() as patch:
        patch.setattr(csv_files, "read_plain", none_plain)
        alone = read_content(content, format)
    assert seen(together) == seen(alone)
    for table, columns in (
        ("annotation", ("start", "end", "index", "image")),
        ("image", ("start", "end", "width", "height", "index")),
    ):
        for column in columns:
            assert np.array_equal(together[table][column], alone[table][column], equal_nan=True), column
    for name in ("problem", "file_name"):
        texts = [[tables.images[name].at(row) for row in range(len(tables.images))] for tables in (together, alone)]
        assert texts[0] == texts[1]
    return together


def real_files(format: str, pattern: str = "*.csv") -> list[Path]:
    """The real files that are told to be of a format."""
    found = []
    for file in sorted(REAL_DATA.rglob(pattern)):
        told = boxlint.formats.detect(file)
        if told is not None and told.name == format:
            found.append(file)
    return found


def assert_second_row_is_faulty(
    content: bytes, tables: Tables, line: str, columns: Mapping[str, Any], problem: str
) -> None:
    """The second record is this line, and its row has these columns and says what is wrong with it."""
    assert records(content, tables)[1].decode() == line
    assert tables.annotations["problem"].at(1) == problem
    for name, value in columns.items():
        column = tables.annotations[name]
        assert (column.at(1) if hasattr(column, "at") else column[1]) == value


def assert_read_and_fixed(files: Sequence[Path], format: str, folder: Path) -> None:
    """Each file is read as another reader reads it, and fixing a copy of it in a folder does what a fix must."""
    for file in files:
        total, agreeing = agreement([file], format)
        assert agreeing == total > 0
        fix_copy(file, folder / file.name, max_drop=1.0)
