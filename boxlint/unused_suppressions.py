"""Suppressions that do nothing: because they hide nothing, name nothing, or cannot be followed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.errors import UserError
from boxlint.requirements import compares_splits, looks_beyond_files
from boxlint.ruleset import Rule
from boxlint.selection import matching
from boxlint.suppression import INLINE, Scope, Suppression, rows_by_text, selectors
from boxlint.tables import Tables


class Unused(Struct, frozen=True):
    """A suppression, or a part of one, that does nothing: what it says, and why.

    `row` is that of `table` where it is written, −1 in the configuration; `reason` is the user's for making it.
    """

    written: str
    problem: str
    table: str = ""
    row: int = -1
    reason: str = ""


class Suppressed(Struct, frozen=True):
    """How many findings are not reported because they are suppressed, and the suppressions that do nothing."""

    count: int = 0
    unused: tuple[Unused, ...] = ()


Reached = Mapping[str, Mapping[str, Any]]
"""For each rule code and table the rows (M,) of suppressions that something was hidden for."""
_HIDES_NOTHING: Final = "hides nothing"


def find_unused(
    tables: Tables,
    scopes: Sequence[Scope],
    reached: Reached,
    rules: Mapping[str, Rule],
    judged: Collection[str],
    is_whole: Callable[[str], bool],
    *,
    has_all: bool,
) -> tuple[Unused, ...]:
    """What hides nothing of the rules that were judged, and what cannot be followed, in the order of the records.

    `is_whole` says of the path of a file set whether all of its files are in the run: of some of them, rules that
    look at several files find something else; so do those that compare splits, unless the run `has_all` that there are.
    """
    found = [fault for table in INLINE for fault in _faults(tables, table, rules)]
    by_set = frozenset(code for code in judged if looks_beyond_files(rules[code])) if scopes else frozenset()
    by_split = frozenset(code for code in judged if not has_all and compares_splits(rules[code]))
    for scope in scopes:
        known = {selector: codes & frozenset(judged) for selector, codes in scope.rules.items()}
        known = {selector: codes for selector, codes in known.items() if codes}
        is_by_set = any(not codes.isdisjoint(by_set) for codes in known.values())
        none = scope.rows[:0]
        parts = _rows_in_parts(tables, scope, is_whole) if is_by_set else none
        unsure = {
            selector: scope.rows if codes & by_split else parts if codes & by_set else none
            for selector, codes in known.items()
        }
        if scope.entry is None:
            found += _unused_inline(scope, known, reached, unsure)
        elif known and not any(map(len, unsure.values())):
            found += _unused_entry(tables, scope, scope.entry, known, reached)
    return tuple(sorted(found, key=lambda unused: (unused.row < 0, unused.table, unused.row)))


def _faults(tables: Tables, table: str, rules: Mapping[str, Rule]) -> Iterator[Unused]:
    """What the records of a table say that cannot be followed."""
    for problem, rows in rows_by_text(tables[table]["suppression_problem"]):
        yield from (Unused("", problem, table, row) for row in rows.tolist())
    for text, rows in rows_by_text(tables[table]["suppressed"]):
        for selector in selectors(text):
            try:
                matching(rules, selector)
            except UserError as error:
                problem = f"is unknown{str(error).removeprefix(f'unknown rule {selector}')}"
                yield from (Unused(selector, problem, table, row) for row in rows.tolist())


def _rows_in_parts(tables: Tables, scope: Scope, is_whole: Callable[[str], bool]) -> Any:
    """The rows of a scope whose file is in the run without some others of its set."""
    paths = tables.file_sets["path"]
    is_part = np.array([not is_whole(paths.at(row)) for row in range(len(tables.file_sets))], np.bool_)
    files = scope.rows if scope.table == "file" else tables[scope.table]["file"][scope.rows]
    return scope.rows[(files < 0) | is_part[tables.files["file_set"][files]]]


def _unused_inline(
    scope: Scope, known: Mapping[str, frozenset[str]], reached: Reached, unsure: Mapping[str, Any]
) -> Iterator[Unused]:
    """The selectors that hide nothing, row by row, but for the rows of which that is `unsure`."""
    for selector, codes in known.items():
        idle = np.setdiff1d(scope.rows, np.union1d(_used(scope, codes, reached), unsure[selector]))
        yield from (Unused(selector, _HIDES_NOTHING, scope.table, row) for row in idle.tolist())


def _unused_entry(
    tables: Tables, scope: Scope, entry: Suppression, known: Mapping[str, frozenset[str]], reached: Reached
) -> Iterator[Unused]:
    """An entry that hides nothing, or else its selectors, images or annotations that nothing is hidden for."""
    if not len(scope.rows):
        if entry.is_covered:
            yield Unused(entry.title, f"matches no {scope.table}", reason=entry.reason)
        return
    if not scope.names and not _is_read(tables, scope.rows, entry):
        return
    used = {selector: _used(scope, codes, reached) for selector, codes in known.items()}
    if not any(len(rows) for rows in used.values()):
        yield Unused(entry.title, _HIDES_NOTHING, reason=entry.reason)
        return
    for selector, rows in used.items():
        if not len(rows):
            yield Unused(entry.title, f"{selector} {_HIDES_NOTHING}", reason=entry.reason)
    some = np.concatenate([*used.values()])
    for name, rows in scope.names.items():
        if len(rows) and not np.isin(rows, some).any():
            yield Unused(entry.title, f"{scope.table} {name} {_HIDES_NOTHING}", reason=entry.reason)
        elif not len(rows) and entry.is_covered:
            yield Unused(entry.title, f"there is no {scope.table} {name}", reason=entry.reason)


def _is_read(tables: Tables, files: Any, entry: Suppression) -> bool:
    """Whether all of the files of an entry were in the run, and could be read."""
    is_broken = tables.files["is_unreadable"] | tables.files["is_lfs_pointer"]
    return entry.is_covered and not is_broken[files].any()


def _used(scope: Scope, codes: Collection[str], reached: Reached) -> Any:
    """The rows of a scope that something of these rules was hidden for."""
    found = [rows for code in codes if (rows := reached.get(code, {}).get(scope.table)) is not None]
    return np.intersect1d(scope.rows, np.concatenate(found)) if found else np.empty(0, np.int64)
