"""What the tests of XML formats that are read as trees share."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxlint.tables import Tables
from tests.edited_texts import read_content, records, without


def columns_at(tables: Tables, row: int, names: list[str]) -> dict[str, Any]:
    """Some columns of an annotation."""
    columns = {name: tables.annotations[name] for name in names}
    return {name: column.at(row) if hasattr(column, "at") else column[row].item() for name, column in columns.items()}


def assert_others_stay(content: bytes, format: str, edit: Any, removed: list[bool]) -> None:
    """Removing some records of a file leaves the others byte for byte, and nothing else is gone but white space."""
    tables = read_content(content, format)
    before = records(content, tables)
    flags = np.array(removed[: len(before)] + [False] * (len(before) - len(removed)))
    spans = edit.removed_spans(content, tables.annotations["start"], tables.annotations["end"], flags)
    left = without(content, spans)
    assert records(left, read_content(left, format)) == [
        record for record, gone in zip(before, flags, strict=True) if not gone
    ]
    gone = b"".join(content[start:end].strip() for start, end in spans)
    assert gone == b"".join(record for record, is_gone in zip(before, flags, strict=True) if is_gone)


def assert_wrapped_are_read_again(content: bytes, format: str, edit: Any) -> None:
    """A file of the records of another holds just these."""
    found = records(content, read_content(content, format))
    alone = edit.wrapped(found)
    assert records(alone, read_content(alone, format)) == found
