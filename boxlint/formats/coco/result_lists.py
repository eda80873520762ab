"""A file of results: a JSON list of detections, and nothing around it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from msgspec.structs import replace

from boxlint.formats.coco.chunk import Chunk
from boxlint.formats.coco.entries import Entries
from boxlint.formats.coco.pieces import Cuts
from boxlint.formats.coco.spans import ListSpans, Spans, spans_of_list
from boxlint.formats.coco.structure import Structure, first_fault, no_records
from boxlint.formats.json_outline import Member, Outline, outline
from boxlint.formats.json_text import place_in_words
from boxlint.formats.text import Buffer
from boxlint.tables import MISSING_KEY, Keys, intern

NAME: Final = "annotations"
"""Among the three lists of COCO, that which results are."""
_SHOWN: Final = "results"
_KEY: Final = f'{{"{_SHOWN}":'.encode()
_START: Final = re.compile(rb"[ \t\r\n]*\[(?=[ \t\r\n]*\{)")
_END: Final = re.compile(rb"\}[ \t\r\n]*(\])[ \t\r\n]*\Z")
_WINDOW: Final = 1 << 10


def find_results(data: Buffer) -> tuple[Structure, ListSpans]:
    """The structure of a text that should be one list, and its records, as far as they can be told apart."""
    text = bytes(data)
    spans = spans_of_list(text)
    if spans is not None:
        return Structure(), {**no_records(), NAME: spans}
    if not text.strip():
        return Structure(is_unreadable=True, problem="the file is empty", problem_start=0), no_records()
    found = _outline(text)
    pairs = np.array([item for member in found.members for item in member.items or ()], np.int64).reshape(-1, 2)
    reason, start = first_fault(text, found)
    problem = f"{reason} at {place_in_words(text, start)}" if reason else "expected a list of results"
    structure = Structure(is_unreadable=True, problem=problem, problem_start=max(start, 0))
    return structure, {**no_records(), NAME: Spans(pairs[:, 0], pairs[:, 1])}


def _outline(text: bytes) -> Outline:
    """The list as if it were the only member of an object, with the places that it has in the text."""
    found = outline(_KEY + text, {_SHOWN})
    return Outline(
        found.is_object,
        tuple(
            Member(
                member.name,
                member.start - len(_KEY),
                member.end - len(_KEY),
                tuple((start - len(_KEY), end - len(_KEY)) for start, end in member.items or ()),
            )
            for member in found.members[:1]
        ),
    )


def find_result_cuts(data: Buffer) -> Cuts | None:
    """Where the records of a list are; None where that cannot be told without reading all of it."""
    if isinstance(data, memoryview):
        return None
    start = _START.match(data)
    end = _END.search(data, max(len(data) - _WINDOW, 0))
    return Cuts({}, {NAME: (start.end(), end.start(1))}) if start and end else None


def named_images(results: Chunk) -> Entries:
    """The images that results name, in the order in which they come: an id is all that is known of each."""
    return _named(results.columns["written_image_id"])


def named_categories(results: Chunk) -> Entries:
    """The categories that results name. Their ids are their names."""
    entries = _named(results.columns["written_category_id"])
    ids = entries.columns["id"]
    names = intern([str(ids.at(row)) for row in range(entries.length)])
    return replace(entries, columns={**entries.columns, "name": names, "file": np.full(entries.length, -1)})


def _named(ids: Keys) -> Entries:
    numbers, first = np.unique(ids.numbers, return_index=True)
    numbers = numbers[np.argsort(first)]
    own = Keys(numbers[numbers != MISSING_KEY], ids.values)
    nowhere = np.full(len(own), -1)
    return Entries(len(own), {"id": own, "start": nowhere, "end": nowhere}, {}, {}, {}, {})
