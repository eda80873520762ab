"""Parquet files of images and their objects as JSON lines, a row a line, and back into a file of the same columns.

Places in such a file are those in these lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

from boxlint.edits import Edit, in_order
from boxlint.errors import UserError
from boxlint.formats.huggingface.entries import CATEGORIES, OBJECTS

_BESIDE: Final = ("image_id", "id", "file_name", "width", "height")
_IMAGE: Final = "image"


class ParquetError(OSError):
    """A file cannot be read as a table of images and objects, or written as one; the message says why."""


def render(path: Path) -> bytes:
    """What a file says of its images as JSON lines: names, sizes and objects; the images themselves are not read.

    Raises ParquetError for a file that is none, OSError for one that cannot be opened, and UserError without pyarrow.
    """
    file = _open(path)
    names = file.schema_arrow.names
    columns = [name for name in (*_BESIDE, OBJECTS) if name in names]
    has_paths = _IMAGE in names and "path" in _fields(file.schema_arrow.field(_IMAGE).type)
    lines = []
    for group in range(file.num_row_groups):
        table = _read_group(file, group, [*columns, *([f"{_IMAGE}.path"] if has_paths else [])])
        for row in _values(table):
            picture = row.pop(_IMAGE, None)
            if picture and picture["path"] and "file_name" not in row:
                row = {"file_name": picture["path"], **row}  # noqa: PLW2901
            lines.append(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")
    return b"".join(lines)


def _values(table: Any) -> list[dict[str, Any]]:
    """The rows of a table as Python values."""
    import pyarrow as pa

    try:
        rows: list[dict[str, Any]] = table.to_pylist()
        return rows
    except (pa.ArrowException, ValueError, OverflowError) as error:
        # a text that is no UTF-8, a date that Python has no place for
        raise ParquetError(f"its values cannot be read: {error}") from error


def class_names(path: Path) -> dict[str, str] | None:
    """The names of classes by their numbers as text, as the schema lists them; None where it lists none."""
    metadata = _open(path).schema_arrow.metadata or {}
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"][OBJECTS]
        listed = next(_class_labels(features), None)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return {str(number): str(name) for number, name in enumerate(listed)} if listed else None


def _class_labels(features: Any) -> Iterator[list[Any]]:
    """The names of the class that an object has, wherever they stand below its features."""
    if isinstance(features, list):
        for item in features:
            yield from _class_labels(item)
    if not isinstance(features, dict):
        return
    for key, value in features.items():
        if key in CATEGORIES and isinstance(value, (dict, list)):
            yield from _names(value)
        else:
            yield from _class_labels(value)


def _names(feature: Any) -> Iterator[list[Any]]:
    """The names that a feature or a list of it has."""
    if isinstance(feature, list):
        for item in feature:
            yield from _names(item)
    elif isinstance(feature, dict) and isinstance(feature.get("names"), list):
        yield feature["names"]
    elif isinstance(feature, dict):
        yield from _names(feature.get("feature"))


def rewritten(path: Path, edits: Sequence[Edit]) -> BinaryIO:
    """A file with edits of its JSON lines made, as one of the same columns, types, metadata and groups of rows.

    Raises ParquetError where a changed value does not fit its column.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = _open(path)
    lines = _edited_lines(render(path), edits)
    schema = file.schema_arrow
    place = schema.get_field_index(OBJECTS)
    target = TemporaryFile()  # noqa: SIM115, whoever is given it closes it
    with pq.ParquetWriter(target, schema, compression=_compression(file)) as writer:
        for group in range(file.num_row_groups):
            table = _read_group(file, group, None)
            kept = [(row, line) for row, line in enumerate(islice(lines, table.num_rows)) if line.strip()]
            objects = [json.loads(line)[OBJECTS] for _, line in kept]
            try:
                column = pa.array(objects, type=schema.field(place).type)
            except (pa.ArrowException, TypeError, ValueError) as error:
                raise ParquetError(f"an object does not fit its column: {error}") from error
            left = table if len(kept) == table.num_rows else table.take([row for row, _ in kept])
            writer.write_table(left.set_column(place, schema.field(place), column))
    target.seek(0)
    return target


def _edited_lines(text: bytes, edits: Sequence[Edit]) -> Iterator[bytes]:
    """Each line of a text after edits, none of which goes beyond one; nothing of one that they cut."""
    start, ordered = 0, in_order(edits)
    place = 0
    for line in text.splitlines(keepends=True):
        end, parts, position = start + len(line), [], start
        while place < len(ordered) and ordered[place].end <= end:
            parts += [text[position : ordered[place].start], ordered[place].replacement]
            position = ordered[place].end
            place += 1
        yield b"".join([*parts, text[position:end]])
        start = end


def _compression(file: Any) -> str:
    """How the first column is compressed."""
    metadata = file.metadata
    has_columns = metadata.num_row_groups and metadata.num_columns
    return str(metadata.row_group(0).column(0).compression) if has_columns else "SNAPPY"


def _open(path: Path) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UserError(f'{path}: Parquet files are read by pyarrow; pip install "boxlint[parquet]"') from None
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise ParquetError(f"it is no Parquet file that can be read: {error}") from error
    if OBJECTS not in file.schema_arrow.names:
        raise ParquetError(f"it has no column {OBJECTS}")
    return file


def _read_group(file: Any, group: int, columns: Sequence[str] | None) -> Any:
    import pyarrow as pa

    try:
        return file.read_row_group(group, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise ParquetError(f"its rows cannot be read: {error}") from error


def _fields(type: Any) -> list[str]:
    """The names of the fields of a struct; none of any other type."""
    return [type.field(place).name for place in range(type.num_fields)] if type.num_fields else []
