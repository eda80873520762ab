"""File names of images: whether they hold on other computers, and agree with the label file's own name."""

from __future__ import annotations

import re
from typing import Final

from boxlint.arrays import Array, Flags, Rows, cast, full, gather, namespace
from boxlint.measures.identity import first_equal
from boxlint.measures.rowwise import across_rows
from boxlint.measures.text import number_texts
from boxlint.tables import Text

_PROBLEMS: Final = (
    "is the path of one computer",
    "has a backslash",
    "leaves its folder",
    "differs from the name of an earlier image only in case",
)
_ONE_COMPUTER, _BACKSLASH, _LEAVES_FOLDER, _OTHER_CASE = range(len(_PROBLEMS))
_MARKS: Final = ("\n/", "\\", ":", "..")
"""One of these is in all names, a line each, where one of them has a problem."""
_DRIVE: Final = re.compile("[A-Za-z]:")


def base_name(file_name: str) -> str:
    """The last part of a path, whichever slash divides it."""
    return file_name.replace("\\", "/").rpartition("/")[2]


def portability_problem(file_name: Text, first_other_case: Rows) -> Text:
    """What keeps the file name from being found on other computers, as a verb; empty for nothing. Shape (N,)."""
    names = "\n".join(["", *file_name.values])
    # of a hundred thousand names that are in order none is looked at by itself
    is_suspect = any(mark in names for mark in _MARKS)
    codes = number_texts(file_name, _problem_of if is_suspect else _no_problem, -1)
    clash = full(len(codes), _OTHER_CASE, "int64", codes)
    return Text(namespace(codes).where((codes < 0) & (first_other_case >= 0), clash, codes), _PROBLEMS)


def _no_problem(_: str) -> int:
    return -1


def _problem_of(name: str) -> int:
    if name[0] == "/" or name[:2] == "\\\\" or (name[1:2] == ":" and _DRIVE.match(name)):
        return _ONE_COMPUTER
    if "\\" in name:
        return _BACKSLASH
    return _LEAVES_FOLDER if ".." in name and ".." in name.split("/") else -1


def is_unportable(portability_problem: Text) -> Flags:
    """Whether something keeps the file name from being found on other computers. Shape (N,)."""
    return portability_problem.codes >= 0


@across_rows
def first_other_case(file_name: Text, file_set: Array) -> Rows:
    """The first image of the file set with this name in another case, −1 where there is none. Shape (N,)."""
    codes = cast(file_name.codes, "int64")
    nowhere = full(len(codes), -1, "int64", codes)
    folded_names = "\n".join(file_name.values).casefold().split("\n")
    if len(set(folded_names)) == len(folded_names) == len(file_name.values):
        return nowhere
    numbers: dict[str, int] = {}
    folded = number_texts(file_name, lambda value: numbers.setdefault(value.casefold(), len(numbers)), -1)
    first = first_equal([file_set, folded], folded >= 0)
    return namespace(codes).where(gather(codes, first, -1) != codes, first, nowhere)


def names_another_file(file_name: Text, file_path: Text, file_set_path: Text) -> Flags:
    """Whether the file name, with its suffix and without, is not the label file's own name. Shape (N,).

    A label file that is a whole dataset has a name of its own.
    """
    numbers: dict[str, int] = {}

    def number(name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    own = number_texts(file_path, lambda path: number(_stem(base_name(path))), -1)
    whole = number_texts(file_name, lambda name: number(base_name(name)), -1)
    stem = number_texts(file_name, lambda name: number(_stem(base_name(name))), -1)
    paths: dict[str, int] = {}
    file, file_set = (
        number_texts(text, lambda path: paths.setdefault(path, len(paths)), -1) for text in (file_path, file_set_path)
    )
    return (file != file_set) & (whole >= 0) & (own != whole) & (own != stem)


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
