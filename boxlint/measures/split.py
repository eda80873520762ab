"""Splits of a dataset compared with one another: the rows that another split has too.

Files are splits of one dataset where their format and their path without the split's name are the same, and so are
the images of one file that names the splits itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from boxlint.arrays import Array, Flags, Rows, full, gather, namespace
from boxlint.measures.file_name import base_name
from boxlint.measures.identity import first_equal, mix
from boxlint.measures.name import without_separators
from boxlint.measures.rowwise import across_rows
from boxlint.measures.text import flag_texts, number_texts
from boxlint.split_names import TRAIN, TRAINVAL, VAL
from boxlint.tables import MISSING_KEY, Keys, Text

_COMPARED: Final = (lambda split: split != TRAINVAL, lambda split: split not in (TRAIN, VAL))
"""The splits that may not share a thing with one another: trainval contains train and val."""
_IDENTIFIER: Final = re.compile(
    r"(?<![0-9a-f])(?=[0-9a-f-]*[0-9])(?=[0-9a-f-]*[a-f])[0-9a-f-]{16,}|(?<![0-9.])[0-2](\.[0-9]+){4,}\.[0-9]{12,}",
    re.IGNORECASE,
)
"""A hexadecimal number that was drawn or computed for one picture (UUID, MD5, names from Roboflow), or a DICOM UID."""


def first_in_other_split(keys: Sequence[Array], split: Text, where: Array, other_than: Array | None = None) -> Rows:
    """The first row that equals this one in all keys, where its split and its `other_than` are others; else −1.

    Shape (N,).
    """
    xp = namespace(split.codes)
    found = full(len(split), -1, "int64", split.codes)
    for is_compared in _COMPARED:
        first = first_equal(keys, where & flag_texts(split, is_compared))
        is_other = (first >= 0) & (split.codes[first] != split.codes)
        if other_than is not None:
            is_other = is_other & (other_than[first] != other_than)
        found = xp.where((found < 0) & is_other, first, found)
    return found


@across_rows
def first_leaked_image(
    file_name: Text,
    split: Text,
    split_of: Text,
    file_format: Text,
    object_list_digest: Array,
    has_partial_object: Flags,
    content_digest: Array,
) -> Rows:
    """The first image of another split that is surely the same picture; −1 where there is none. Shape (N,).

    Sure are files of the same bytes, and of the same name those with an identifier in it, or with the same objects.
    Names alone are not, because every folder may count its frames from 1, nor are objects that fill their image.
    """
    xp = namespace(object_list_digest)
    found = full(len(split), -1, "int64", object_list_digest)
    if len(set(split.values)) < 2:
        return found
    names: dict[str, int] = {}
    name = number_texts(file_name, lambda value: names.setdefault(base_name(value), len(names)), -1)
    is_identifier = flag_texts(file_name, lambda value: _IDENTIFIER.search(base_name(value)) is not None)
    dataset = mix([split_of.codes, file_format.codes])
    is_known = flag_texts(split, bool)
    for keys, where in (
        ([dataset, content_digest], is_known & (content_digest != 0)),
        ([dataset, name], is_known & (name >= 0) & is_identifier),
        ([dataset, name, object_list_digest], is_known & (name >= 0) & has_partial_object),
    ):
        first = first_in_other_split(keys, split, where)
        found = xp.where(found >= 0, found, first)
    return found


def is_leaked(first_leaked_image: Rows) -> Flags:
    """Whether the image is in another split too. Shape (N,)."""
    return first_leaked_image >= 0


@across_rows
def leaked_split(split: Text, first_leaked_image: Rows) -> Text:
    """The other split that the image is in, empty where there is none. Shape (N,)."""
    return Text(gather(split.codes, first_leaked_image, -1), split.values)


@across_rows
def leaked_file_name(file_name: Text, first_leaked_image: Rows) -> Text:
    """The file name of the image in the other split, empty where there is none. Shape (N,)."""
    return Text(gather(file_name.codes, first_leaked_image, -1), file_name.values)


@across_rows
def first_contradicting_category(
    id: Keys, name: Text, file_split: Text, file_split_of: Text, file_format: Text, repeats_id: Flags, file: Array
) -> Rows:
    """The first category of another split with the same id and another name, or the name and another id.

    −1 where there is none. An id with another spelling of its name is none, nor are two spellings one name. Only what
    files list themselves counts. Shape (N,).
    """
    xp = namespace(file)
    numbers: dict[str, int] = {}
    folded = number_texts(name, lambda value: numbers.setdefault(without_separators(value), len(numbers)), -1)
    dataset = mix([file_split_of.codes, file_format.codes])
    is_listed = (file >= 0) & flag_texts(file_split, bool) & (id.numbers != MISSING_KEY) & (folded >= 0) & ~repeats_id
    renamed = first_in_other_split([dataset, id.numbers], file_split, is_listed, folded)
    renumbered = first_in_other_split([dataset, name.codes], file_split, is_listed, id.numbers)
    return xp.where(renamed >= 0, renamed, renumbered)


def contradicts_split(first_contradicting_category: Rows) -> Flags:
    """Whether another split has the category's id for another name, or its name for another id. Shape (N,)."""
    return first_contradicting_category >= 0


@across_rows
def contradicting_name(name: Text, first_contradicting_category: Rows) -> Text:
    """The name of the category in the other split, empty where there is none. Shape (N,)."""
    return Text(gather(name.codes, first_contradicting_category, -1), name.values)


@across_rows
def contradicting_id(id: Keys, first_contradicting_category: Rows) -> Keys:
    """The id of the category in the other split. Shape (N,)."""
    return Keys(gather(id.numbers, first_contradicting_category, MISSING_KEY), id.values)


@across_rows
def contradicting_split(file_split: Text, first_contradicting_category: Rows) -> Text:
    """The other split, empty where there is none. Shape (N,)."""
    return Text(gather(file_split.codes, first_contradicting_category, -1), file_split.values)
