"""Names of categories: blank, implausible, or one name in two spellings."""

from __future__ import annotations

import re
from typing import Final

from boxlint.arrays import Array, Flags, Rows, cast, full, gather, namespace
from boxlint.measures.rowwise import across_rows
from boxlint.measures.text import flag_texts, number_texts
from boxlint.orders import equal_row_groups
from boxlint.tables import Text

_LEAST_CHARACTERS: Final = 3
"""Letters or digits of a folded name below which two spellings may well be two names (`S-1`, `s1`)."""
_SEPARATORS: Final = re.compile(r"[\s_-]+")
_FILE_NAME: Final = re.compile(r".+\.(jpe?g|png|bmp|gif|tiff?|webp|xml|json|txt|csv|ya?ml|zip)", re.IGNORECASE)
_NUMBER: Final = r"[-+]?\d+(\.\d*)?(e[-+]?\d+)?"
# one way to match each gap, so that a long name that is no list fails in linear time
_GAP: Final = r"(\s+|\s*[,;]\s*)"
_COORDINATES: Final = re.compile(rf"[\[(]?\s*{_NUMBER}({_GAP}{_NUMBER})+\s*[\])]?", re.IGNORECASE)
_NO_NAMES: Final = frozenset({"none", "null", "nan"})
_YAML_TRUTH: Final = "YES"


def name_is_blank(name: Text) -> Flags:
    """Whether the name is empty or white space. Shape (N,)."""
    return flag_texts(name, lambda value: not value.strip(), empty=True)


def name_is_implausible(name: Text) -> Flags:
    """Whether the name is a file name, two or more numbers, `None`, `null`, `nan` or `YES`. Shape (N,)."""
    return flag_texts(name, _is_implausible)


def _is_implausible(name: str) -> bool:
    stripped = name.strip()
    if stripped.lower() in _NO_NAMES or stripped == _YAML_TRUTH:
        return True
    return bool(_FILE_NAME.fullmatch(stripped) or _COORDINATES.fullmatch(stripped))


def without_separators(name: str) -> str:
    """The name without case, white space, hyphens and underscores."""
    return _SEPARATORS.sub("", name).casefold()


def fold_name(name: str) -> str:
    """The name without case, white space, hyphens and underscores; empty where too little remains."""
    folded = without_separators(name)
    return folded if sum(map(str.isalnum, folded)) >= _LEAST_CHARACTERS else ""


@across_rows
def earlier_spelling(name: Text, file_set: Array) -> Rows:
    """The first category of the file set whose name differs only in case, space, hyphen or underscore. Shape (N,)."""
    numbers: dict[str, int] = {"": -1}
    folded = number_texts(name, lambda value: numbers.setdefault(fold_name(value), len(numbers)), -1)
    _, first = equal_row_groups([file_set, folded])
    codes = cast(name.codes, "int64")
    is_respelled = (folded >= 0) & (codes[first] != codes)
    return namespace(first).where(is_respelled, first, full(len(first), -1, "int64", first))


@across_rows
def earlier_name(name: Text, earlier_spelling: Rows) -> Text:
    """The name in its earlier spelling, empty where there is none. Shape (N,)."""
    return Text(gather(name.codes, earlier_spelling, -1), name.values)


def has_earlier_spelling(earlier_spelling: Rows) -> Flags:
    """Whether there is an earlier spelling of the name. Shape (N,)."""
    return earlier_spelling >= 0
