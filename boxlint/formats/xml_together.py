"""The objects of many annotation documents at once; `xml_templates` says which documents are plain enough for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.number_lists import read_numbers
from boxlint.formats.rows import NAN, ImageRow, Rows
from boxlint.formats.xml_joined import Joined, join
from boxlint.formats.xml_objects import Shape, number_or_nan
from boxlint.formats.xml_templates import CLOSING, OPENING, Head, Heads, ObjectTemplate, ObjectTemplates

_BLANKS: Final = b" \t\r\n"
_HEADS: Final = Heads()
_OBJECTS: Final = ObjectTemplates()


class _Document(Struct, frozen=True):
    """A plain document: its place among those joined, its head, and the templates of its objects."""

    place: int
    head: Head
    objects: list[ObjectTemplate]


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
    files = np.array([file for file, _ in group], np.int64)[joined.documents]
    documents = list(_plain_documents(joined))
    objects = _find_objects(joined, documents)
    boxes, has_numbers = _read_boxes(joined, objects)
    is_read = np.ones(len(documents), np.bool_)
    is_read[objects.document[~has_numbers]] = False
    own_files = files[[document.place for document in documents]]
    for document, file, is_kept in zip(documents, own_files.tolist(), is_read.tolist(), strict=True):
        if is_kept:
            rows.images[file] = _image_row(joined, document)
    _add_objects(joined, documents, own_files, objects, is_read[objects.document], boxes, rows)
    done = set(own_files[is_read].tolist())
    yield from ((file, content) for file, content in group if file not in done)


def _plain_documents(joined: Joined) -> Iterator[_Document]:
    bounds = joined.places[joined.tags].tolist()
    for place, (begin, end) in enumerate(pairwise(bounds)):
        markup = joined.markup[begin:end]
        if not markup.endswith(CLOSING):
            continue
        pieces = markup[: -len(CLOSING)].split(OPENING)
        head = _HEADS[pieces[0]]
        objects = [_OBJECTS[piece] for piece in pieces[1:]]
        if head is not None and not _has_text_outside(joined, place, head):
            templates = [template for template in objects if template is not None]
            if len(templates) == len(objects):
                yield _Document(place, head, templates)


def _has_text_outside(joined: Joined, place: int, head: Head) -> bool:
    """Whether anything but white space stands around the root element, or anything before the declaration."""
    first, last = joined.tags[place], joined.tags[place + 1] - 1
    if joined.begins[first] != joined.starts[place] or (head.has_declaration and joined.after(first).strip(_BLANKS)):
        return True
    return bool(joined.text[joined.ends[last] : joined.starts[place + 1]].strip(_BLANKS))


def _image_row(joined: Joined, document: _Document) -> ImageRow:
    first, head, place = joined.tags[document.place], document.head, document.place
    name = _decoded(joined.after(first + head.file_name)).strip() if head.file_name >= 0 else ""
    width, height = (
        number_or_nan(_decoded(joined.after(first + tag))) if tag >= 0 else NAN for tag in (head.width, head.height)
    )
    start, end = joined.starts[place], joined.starts[place + 1]
    return ImageRow(int(joined.begins[first + head.has_declaration] - start), int(end - start), name, width, height)


def _decoded(text: bytes) -> str:
    """A text as XML gives it: its line ends are line feeds."""
    return text.decode().replace("\r\n", "\n").replace("\r", "\n")


def _find_objects(joined: Joined, documents: Sequence[_Document]) -> _Objects:
    numbers: dict[int, int] = {}
    templates: list[ObjectTemplate] = []
    template = []
    for document in documents:
        for found in document.objects:
            number = numbers.setdefault(id(found), len(numbers))
            if number == len(templates):
                templates.append(found)
            template.append(number)
    codes = np.array(template, np.int64)
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
    for number, template in enumerate(objects.templates):
        rows = np.flatnonzero(objects.template == number)
        for shape, places in template.shapes:
            tags = objects.first[rows, None] + np.array(places)
            values, are_numbers = read_numbers(joined.listed_after(tags.ravel()), b"<")
            boxes.append((shape, rows, values.reshape(tags.shape)))
            has_numbers[rows] &= are_numbers.reshape(tags.shape).all(1)
    return boxes, has_numbers


def _add_objects(
    joined: Joined,
    documents: Sequence[_Document],
    files: Any,
    objects: _Objects,
    is_read: Any,
    boxes: Sequence[tuple[Shape, Any, Any]],
    rows: Rows,
) -> None:
    """Adds the rows of the objects that `is_read` (N,) takes; `files` are those of the documents."""
    if not is_read.any():
        return
    owner, template, first = (column[is_read] for column in (objects.document, objects.template, objects.first))
    places = np.array([document.place for document in documents], np.int64)
    start = joined.starts[places[owner]]
    last = first + np.array([found.tags for found in objects.templates])[template] - 1
    columns = (
        files[owner],
        _categories(joined, first + np.array([found.name for found in objects.templates])[template], rows),
        objects.index[is_read],
        joined.begins[first - 1] - start,
        joined.ends[last] - start,
        _difficulties(joined, first, np.array([found.difficult for found in objects.templates])[template]),
        np.array([len(found.shapes[0][0].keys) for found in objects.templates])[template],
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


def _difficulties(joined: Joined, first: Any, places: Any) -> Any:
    """The numbers (N,) after the tags that are so many `places` after the `first` ones; NaN where there is no place."""
    numbers = np.full(len(first), NAN)
    found = np.flatnonzero(places >= 0)
    texts = joined.all_after(first[found] + places[found])
    values = {text: number_or_nan(_decoded(text)) for text in dict.fromkeys(texts)}
    numbers[found] = np.fromiter(map(values.__getitem__, texts), np.float64, len(texts))
    return numbers
