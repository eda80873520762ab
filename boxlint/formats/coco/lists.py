"""The three lists of a COCO file, read in pieces where the file is large, by several processes where there are any."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from boxlint.formats.coco.annotations import read_alike, read_annotations
from boxlint.formats.coco.chunk import Chunk, join_chunks
from boxlint.formats.coco.dialects import DIALECTS, Dialect
from boxlint.formats.coco.entries import Entries, join_entries, read_categories, read_images
from boxlint.formats.coco.pieces import SMALLEST, Cuts, Piece, cut, find_cuts
from boxlint.formats.coco.result_lists import NAME, find_result_cuts, find_results, named_categories, named_images
from boxlint.formats.coco.skeleton import LISTS
from boxlint.formats.coco.spans import Spans, no_spans, spans_of_list
from boxlint.formats.coco.structure import Structure, find_structure, structure_around
from boxlint.formats.text import Buffer, SourceText

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile


class Lists(Struct, frozen=True):
    """The records of a file, and what is said of the file around them."""

    structure: Structure
    images: Entries
    categories: Entries
    annotations: Chunk


_READERS: Any = {"images": read_images, "categories": read_categories}
_JOINS: Any = {"images": join_entries, "categories": join_entries, "annotations": join_chunks}


def read_lists(source: SourceText, file: SourceFile, options: ReadOptions) -> Lists:
    """The lists of a file of any state. Raises OSError where it cannot be read any more, or is another one by now."""
    dialect = DIALECTS[file.format]
    found = None
    if len(source.data) >= SMALLEST:
        cuts = (find_result_cuts if dialect.are_results else find_cuts)(source.data)
        found = _read_pieces(source, cuts, file, options, dialect) if cuts else None
    if found is None:
        structure, spans = (find_results if dialect.are_results else find_structure)(source.data)
        parts = {name: _read_part(name, source.data, spans[name], options, dialect) for name in LISTS}
    else:
        structure, parts = found
    if dialect.are_results:
        parts |= {"images": named_images(parts[NAME]), "categories": named_categories(parts[NAME])}
    return Lists(structure, **parts)


def _read_pieces(
    source: SourceText, cuts: Cuts, file: SourceFile, options: ReadOptions, dialect: Dialect
) -> tuple[Structure, dict[str, Any]] | None:
    """The lists of a file that can be cut; None where one of the pieces is no list of records."""
    is_file = file.content is None and source.encoding == "utf-8"
    pieces = list(cut(source.data, cuts, str(file.path), is_file=is_file))
    parts: dict[str, list[Any]] = {name: [] for name in LISTS}
    before = _state(file) if is_file else None
    read = partial(_read_piece, options=options.alone(), dialect=dialect)
    for piece, part in zip(pieces, options.workers.map(read, pieces), strict=True):
        if part is None:
            return None
        parts[piece.list_name].append(part)
    if before != (_state(file) if is_file else None):
        raise OSError("it was changed while it was read")
    for name in LISTS:
        parts[name] = parts[name] or [_read_part(name, b"", no_spans(), options, dialect)]
    joined = {name: _JOINS[name](parts[name]) for name in LISTS}
    return Structure() if dialect.are_results else structure_around(cuts.around), joined


def _state(file: SourceFile) -> tuple[int, int, int]:
    """What is another where a file is another, or was written to."""
    found = os.stat(file.location)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _read_piece(piece: Piece, options: ReadOptions, dialect: Dialect) -> Entries | Chunk | None:
    text = piece.text()
    part = read_alike(text, options, dialect) if piece.list_name == "annotations" else None
    if part is None:
        spans = spans_of_list(text)
        if spans is None:
            return None
        part = _read_part(piece.list_name, text, spans, options, dialect)
    # the text has a bracket before its first record
    offset = piece.start - 1
    columns = {**part.columns, "start": part.columns["start"] + offset, "end": part.columns["end"] + offset}
    moved: Entries | Chunk = replace(part, columns=columns)
    return moved


def _read_part(name: str, text: Buffer, spans: Spans, options: ReadOptions, dialect: Dialect) -> Any:
    return read_annotations(text, spans, options, dialect) if name == "annotations" else _READERS[name](text, spans)
