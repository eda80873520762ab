"""What the tests of edit modules share: texts with edits made in them, and what a reader sees in a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.schema import SCHEMA
from boxlint.tables import Tables
from boxlint.text.editing import FieldEdit
from boxlint.text.lines import split_lines

_PLACE = frozenset({"start", "end", "problem"})


def edited(text: bytes, edits: Sequence[FieldEdit]) -> bytes:
    position, parts = 0, []
    for edit in edits:
        assert position <= edit.start <= edit.end <= len(text)
        parts += [text[position : edit.start], edit.replacement]
        position = edit.end
    return b"".join([*parts, text[position:]])


def without(text: bytes, spans: Iterable[tuple[int, int]]) -> bytes:
    return edited(text, [FieldEdit(start, end, b"", "") for start, end in spans])


def assert_lines_are_cut(content: bytes, spans: Iterable[tuple[int, int]], gone: Collection[int]) -> None:
    """What is left of a text without some spans are the lines that do not start at one of the places `gone`."""
    written = content.splitlines(keepends=True)
    kept = [text for text, (start, _) in zip(written, split_lines(content), strict=True) if start not in gone]
    if kept and kept[-1] is not written[-1] and not written[-1].endswith((b"\n", b"\r")):
        kept[-1] = kept[-1].rstrip(b"\r\n")
    assert without(content, spans) == b"".join(kept)


def read_content(content: bytes, format: str) -> Tables:
    return read_files([SourceFile(Path("nowhere"), "labels/a", format, content)], ReadOptions())


def records(content: bytes, tables: Tables) -> list[bytes]:
    spans = zip(tables.annotations["start"].tolist(), tables.annotations["end"].tolist(), strict=True)
    return [content[start:end] for start, end in spans]


def seen(tables: Tables) -> list[dict[str, Any]]:
    """What a reader says of each annotation, but for its place, as text that is equal for NaN too."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(tables.annotations))]
    for name in SCHEMA["annotation"].keys() - _PLACE:
        column = tables.annotations[name]
        for row, value in zip(rows, [column.at(row) for row in range(len(rows))] if hasattr(column, "at") else column):
            row[name] = str(value)
    for row, category in zip(rows, tables.annotations["category"]):
        row["category"] = tables.categories["name"].at(int(category)) if category >= 0 else None
    for geometry in ("box", "quad", "rotated"):
        table = tables[geometry]
        for index, annotation in enumerate(table["annotation"].tolist()):
            values = [str(table[name][index]) for name in SCHEMA[geometry] if name != "annotation"]
            rows[annotation].setdefault(geometry, []).append(values)
    return rows
