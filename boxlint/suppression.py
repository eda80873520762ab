"""What is not to be reported: which rules for which rows, said by the configuration or beside the labels themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.arrays import Array, full, namespace, place, positions
from boxlint.columns import Columns
from boxlint.errors import UserError
from boxlint.names import ancestors
from boxlint.ruleset import Rule
from boxlint.segments import segment_count
from boxlint.selection import matching
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Keys, Tables, written_keys

INLINE: Final = ("file", "image", "category", "annotation")
"""The tables whose records may say themselves what is not reported for them."""

Id = int | str


class Suppression(Struct, frozen=True):
    """What the configuration says: `rules`, codes by selector, are not reported for some rows.

    Those are the annotations named, in the images named, in the files that match; None names all. `title` is how the
    entry is told from others, `reason` why the user made it. `is_covered`: all files that it may be about are in the
    run, so that it is worth telling that it is about none.
    """

    title: str
    rules: Mapping[str, frozenset[str]]
    matches: Callable[[str], bool] | None = None
    images: tuple[Id, ...] | None = None
    annotations: tuple[Id, ...] | None = None
    reason: str = ""
    is_covered: bool = True


class Scope(Struct, frozen=True, dict=True):
    """The rows (M,) of a table for which some rules, codes by selector, are not reported.

    `entry` is the one of the configuration that says so; None where the records themselves do. `names` are the images
    or annotations that it names, with the rows of each.
    """

    table: str
    rows: Any
    rules: Mapping[str, frozenset[str]]
    entry: Suppression | None = None
    names: Mapping[Id, Any] = {}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The rules."""
        return frozenset(code for codes in self.rules.values() for code in codes)


def find_scopes(
    tables: Tables, entries: Sequence[Suppression], rules: Mapping[str, Rule], judged: Collection[str]
) -> list[Scope]:
    """What is not to be reported in a dataset of the rules that are judged."""
    inline = [scope for table in INLINE for scope in _inline(tables, table, rules)]
    concerned = (entry for entry in entries if any(not codes.isdisjoint(judged) for codes in entry.rules.values()))
    return [*inline, *(_scope(tables, entry) for entry in concerned)]


def _inline(tables: Tables, table: str, rules: Mapping[str, Rule]) -> Iterator[Scope]:
    """What the records of a table say, one scope for all that say the same."""
    written = tables[table]["suppressed"]
    for text, rows in rows_by_text(written):
        known = {selector: codes for selector in selectors(text) if (codes := _codes(rules, selector))}
        if known:
            yield Scope(table, rows, known)


def rows_by_text(written: Any) -> Iterator[tuple[str, Any]]:
    """The texts of a column that is mostly blank, each with its rows."""
    if not written.values:
        return
    rows = np.flatnonzero(written.codes >= 0)
    codes = written.codes[rows]
    order = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.diff(codes[order], prepend=-1))
    for group in np.split(rows[order], first[1:]) if len(rows) else ():
        yield written.at(int(group[0])), group


def selectors(text: str) -> list[str]:
    """The selectors of a text with commas between them."""
    return list(dict.fromkeys(text.split(", ")))


def _codes(rules: Mapping[str, Rule], selector: str) -> frozenset[str]:
    """The codes that a selector means; none where it is unknown."""
    try:
        return frozenset(rule.code for rule in matching(rules, selector))
    except UserError:
        return frozenset()


def _scope(tables: Tables, entry: Suppression) -> Scope:
    """The rows of an entry: annotations where it names some, else images, else files."""
    table = "annotation" if entry.annotations is not None else "image" if entry.images is not None else "file"
    named: list[tuple[str, Mapping[Id, Any]]] = []
    if entry.annotations is not None:
        named.append(("annotation", _with_ids(tables.annotations["id"], entry.annotations)))
    if entry.images is not None:
        named.append(("image", _images(tables, entry.images)))
    flags = np.ones(len(tables[table]), np.bool_)
    for owner, rows_of in named:
        flags &= _led_to(tables, table, owner, np.concatenate([*rows_of.values(), np.empty(0, np.int64)]))
    if entry.matches is not None:
        paths = tables.files["path"]
        matched = [row for row in range(len(tables.files)) if entry.matches(paths.at(row))]
        flags &= _led_to(tables, table, "file", np.array(matched, np.int64))
    rows = np.flatnonzero(flags)
    names = {name: np.intersect1d(rows, own) for name, own in named[0][1].items()} if named else {}
    return Scope(table, rows, entry.rules, entry, names)


def _led_to(tables: Tables, table: str, owner: str, rows: Any) -> Any:
    """Which rows of a table are, or belong to, some rows of an owner. Shape (N,), bool."""
    # the last entry is what the link −1 reads
    flags = np.zeros(len(tables[owner]) + 1, np.bool_)
    flags[rows] = True
    return flags[:-1] if table == owner else flags[tables[table][owner]]


def _with_ids(keys: Keys, ids: Sequence[Id]) -> dict[Id, Any]:
    """The rows that have each of some ids; `5` and `"5"` are one id, as they are everywhere."""
    wanted = written_keys(ids)
    interned = {value: FIRST_TEXT_KEY - place for place, value in enumerate(keys.values)}
    numbers = {
        name: interned.get(str(wanted.named(number)), MISSING_KEY) if number <= FIRST_TEXT_KEY else number
        for name, number in zip(ids, wanted.numbers.tolist(), strict=True)
    }
    rows = np.flatnonzero(np.isin(keys.numbers, [number for number in numbers.values() if number != MISSING_KEY]))
    return {name: rows[keys.numbers[rows] == number] for name, number in numbers.items()}


def _images(tables: Tables, names: Sequence[Id]) -> dict[Id, Any]:
    """The images of each of some ids or file names; a file name is written whole, or without some folders before it."""
    found = _with_ids(tables.images["id"], names)
    written = tables.images["file_name"]
    wanted = {name for name in names if isinstance(name, str)}
    codes: dict[str, list[int]] = {}
    for code, path in enumerate(written.values) if wanted else ():
        ends = [path, *(path[place + 1 :] for place, symbol in enumerate(path) if symbol in "/\\")]
        for end in wanted.intersection(ends):
            codes.setdefault(end, []).append(code)
    for name, own in codes.items():
        found[name] = np.union1d(found[name], np.flatnonzero(np.isin(written.codes, own)))
    return found


def flags_by_table(scopes: Sequence[Scope], columns: Columns) -> dict[str, Array]:
    """The rows of scopes as flags, by table; a file set has its own where all of its files have theirs."""
    flags: dict[str, Any] = {}
    for scope in scopes:
        if len(scope.rows):
            if scope.table not in flags:
                flags[scope.table] = np.zeros(len(columns.tables[scope.table]), np.bool_)
            flags[scope.table][scope.rows] = True
    if "file" in flags:
        unmatched = segment_count(columns.tables.files["file_set"], len(columns.tables.file_sets), ~flags["file"])
        flags["file_set"] = unmatched == 0
    return {table: place(own, columns.device) for table, own in flags.items()}


def link_to(owner: str, table: str, columns: Columns) -> Array | None:
    """For each row of a table the row of an owner that speaks for it, −1 for none; None where none does.

    A row speaks for itself, an annotation for its geometry, an image and a file for all in it. A file set speaks for
    the categories that no file lists, and not for its files, which speak for themselves.
    """
    if table == owner:
        return positions(len(columns.tables[table]), columns("file", "file_set"))
    if owner == "file_set":
        if table != "category":
            return None
        link = columns(table, owner)
        return namespace(link).where(columns(table, "file") < 0, link, full(len(link), -1, "int64", link))
    return columns(table, owner) if owner != "category" and owner in ancestors(table) else None
