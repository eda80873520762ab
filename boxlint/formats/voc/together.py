"""The objects of many annotation documents at once; `xml_templates` says which documents are plain enough for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.voc.joined import Joined, join
from boxlint.formats.voc.objects import Shape
from boxlint.formats.voc.templates import CLOSING, OPENING, Head, ObjectTemplate, Templates, read_head, read_object
from boxlint.rows.gathered import Rows
from boxlint.rows.row import ImageRow
from boxlint.text.number_lists import read_numbers
from boxlint.text.numbers import number_or_nan

_BLANKS: Final = b" \t\r\n"
_HEADS: Final = Templates(read_head)
_OBJECTS: Final = Templates(read_object)


class _Codes(dict[bytes, int]):
    """The templates that some documents use, numbered, by their markup; −1 for what is no plain object."""

    def __init__(self) -> None:
        self.templates: list[ObjectTemplate] = []

    def __missing__(self, markup: bytes) -> int:
        template = _OBJECTS[markup]
        code = self[markup] = -1 if template is None else len(self.templates)
        if template is not None:
            self.templates.append(template)
        return code


class _Document(Struct, frozen=True):
    """A plain document: its place among those joined, its head, and the codes of its objects' templates."""

    place: int
    head: Head
    objects: list[int]


class _Objects(Struct, frozen=True):
    """The objects of plain documents in order, by arrays (N,): each object's document and place in it, and its tags.

    `document` is the place among the plain ones, `template` that in `templates`, and `first` its first child's tag.
    """

    templates: list[ObjectTemplate]
    document: Any
    index: Any
    template: Any
    first: Any


def read_documents(group: Sequence[tuple[int, bytes]], rows: Rows) -> Iterator[tuple[int, bytes]]:
    """Adds the rows of plain documents, and gives the files that are none, to be read by themselves.

    Files are given by their row in the file table.
    """
    joined = join([content for _, content in group])
    codes = _Codes()
    documents = list(_plain_documents(joined, codes))
    objects = _find_objects(joined, documents, codes.templates)
    boxes, has_numbers = _read_boxes(joined, objects)
    is_read = np.ones(len(documents), np.bool_)
    is_read[objects.document[~has_numbers]] = False
    places = np.array([document.place for document in documents], np.int64)
    files = np.array([file for file, _ in group], np.int64)[joined.documents][places]
    images = _image_rows(joined, [document.head for document in documents], files, places)
    read = zip(files.tolist(), images, is_read.tolist(), strict=True)
    rows.images.update((file, image) for file, image, is_kept in read if is_kept)
    _add_objects(joined, files, joined.starts[places], objects, is_read[objects.document], boxes, rows)
    done = set(files[is_read].tolist())
    yield from ((file, content) for file, content in group if file not in done)


def _plain_documents(joined: Joined, codes: _Codes) -> Iterator[_Document]:
    bounds = joined.places[joined.tags].tolist()
    # what stands before the first tag and after the last is no part of the markup
    before = (joined.begins[joined.tags[:-1]] - joined.starts[:-1]).tolist()
    after = zip(joined.ends[joined.tags[1:] - 1].tolist(), joined.starts[1:].tolist(), strict=True)
    tails = [joined.text[begin:end].strip(_BLANKS) for begin, end in after]
    for place, (begin, end) in enumerate(pairwise(bounds)):
        markup = joined.markup[begin:end]
        if before[place] or tails[place] or not markup.endswith(CLOSING):
            continue
        pieces = markup[: -len(CLOSING)].split(OPENING)
        head = _HEADS[pieces[0]]
        objects = [codes[piece] for piece in pieces[1:]]
        if head is None or -1 in objects:
            continue
        # nothing but white space may follow a declaration
        if not head.has_declaration or not joined.after(joined.tags[place]).strip(_BLANKS):
            yield _Document(place, head, objects)


def _image_rows(joined: Joined, heads: Sequence[Head], files: Any, places: Any) -> Iterator[ImageRow]:
    first, start = joined.tags[places], joined.starts[places]
    root = first + np.array([head.has_declaration for head in heads], np.int64)
    names = _texts(joined, first, np.array([head.file_name for head in heads], np.int64))
    widths, heights = (
        _numbers(joined, first, np.array([getattr(head, side) for head in heads], np.int64)).tolist()
        for side in ("width", "height")
    )
    begins, ends = (joined.begins[root] - start).tolist(), (joined.starts[places + 1] - start).tolist()
    for file, begin, end, name, width, height in zip(files.tolist(), begins, ends, names, widths, heights, strict=True):
        yield ImageRow(file, begin, end, _decoded(name).strip(), width, height)


def _decoded(text: bytes) -> str:
    """A text as XML gives it: its line ends are line feeds."""
    return (text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text).decode()


def _find_objects(joined: Joined, documents: Sequence[_Document], templates: list[ObjectTemplate]) -> _Objects:
    codes = np.array([code for document in documents for code in document.objects], np.int64)
    counts = np.array([len(document.objects) for document in documents], np.int64)
    owner = np.repeat(np.arange(len(documents)), counts)
    before = np.cumsum(counts) - counts
    # the opening tag of an object belongs to no template
    lengths = np.array([found.tags for found in templates], np.int64)[codes] + 1
    passed = np.concatenate(([0], np.cumsum(lengths)))
    begins = np.array([joined.tags[document.place] + document.head.tags for document in documents], np.int64)
    first = passed[:-1] + (begins - passed[before])[owner] + 1
    return _Objects(templates, owner, np.arange(len(codes)) - before[owner], codes, first)


def _read_boxes(joined: Joined, objects: _Objects) -> tuple[list[tuple[Shape, Any, Any]], Any]:
    """For each shape of each template, the objects (M,) that have it and its numbers (M, K); which are all numbers."""
    boxes = []
    has_numbers = np.ones(len(objects.first), np.bool_)
    # the others are of documents whose heads are not plain
    # numpy would import its masked arrays, for 10 ms, if it were not asked for the counts
    numbers, _ = np.unique(objects.template, return_counts=True)
    for number in numbers.tolist():
        rows = np.flatnonzero(objects.template == number)
        for shape, places in objects.templates[number].shapes:
            tags = objects.first[rows, None] + np.array(places)
            values, are_numbers = read_numbers(joined.listed_after(tags.ravel()), b"<")
            boxes.append((shape, rows, values.reshape(tags.shape)))
            has_numbers[rows] &= are_numbers.reshape(tags.shape).all(1)
    return boxes, has_numbers


def _add_objects(
    joined: Joined,
    files: Any,
    starts: Any,
    objects: _Objects,
    is_read: Any,
    boxes: Sequence[tuple[Shape, Any, Any]],
    rows: Rows,
) -> None:
    """Adds the rows of the objects that `is_read` (N,) takes.

    `files` and `starts` are those of the documents: rows of the file table, and places in the joined text.
    """
    if not is_read.any():
        return
    owner, template, first = (column[is_read] for column in (objects.document, objects.template, objects.first))
    tags, names, difficult, expected = (
        np.array(values)[template]
        for values in zip(
            *((found.tags, found.name, found.difficult, len(found.shapes[0][0].keys)) for found in objects.templates),
            strict=True,
        )
    )
    columns = (
        files[owner],
        files[owner],
        _categories(joined, first + names, rows),
        objects.index[is_read],
        joined.begins[first - 1] - starts[owner],
        joined.ends[first + tags - 1] - starts[owner],
        _numbers(joined, first, difficult),
        expected,
    )
    row = rows.add_annotations(np.column_stack(columns)) + np.cumsum(is_read) - 1
    for shape, own, values in boxes:
        kept = is_read[own]
        rows.add_shapes(shape.table, row[own[kept]], values[kept])


def _categories(joined: Joined, tags: Any, rows: Rows) -> Any:
    """The codes (N,) of the names after some tags."""
    names = joined.all_after(tags)
    codes = {name: rows.category(_decoded(name)) for name in dict.fromkeys(names)}
    return np.fromiter(map(codes.__getitem__, names), np.int64, len(names))


def _texts(joined: Joined, first: Any, places: Any) -> list[bytes]:
    """The texts (N,) after the tags that are so many `places` after the `first` ones; empty where there is no place."""
    if (places >= 0).all():
        return joined.all_after(first + places)
    found = iter(joined.all_after((first + places)[places >= 0]))
    return [next(found) if place >= 0 else b"" for place in places.tolist()]


def _numbers(joined: Joined, first: Any, places: Any) -> Any:
    """The same as numbers (N,) float64, NaN where the text is none."""
    texts = _texts(joined, first, places)
    values = {text: number_or_nan(_decoded(text)) for text in dict.fromkeys(texts)}
    return np.fromiter(map(values.__getitem__, texts), np.float64, len(texts))
