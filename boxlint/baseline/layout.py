"""The baseline file: JSON that people read and git compares, an entry a line.

Commas stand before the entries, after the name of the rule, which always comes first. So a line belongs to one entry
alone: a finding that is mended takes one line away and changes no other, be it the last of its list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from boxlint.baseline import Baseline, Entry, Kind
from boxlint.baseline.entries import entry_order
from boxlint.errors import UserError
from boxlint.natural_order import natural_key
from boxlint.path_names import shown

VERSION: Final = 1
"""It grows when older versions of boxlint could not read the file any more."""
_ABOUT: Final = "findings that boxlint check does not report again; written by boxlint baseline"
_INSTEAD: Final = "restore an older version of it, or name another file"


def write(baseline: Baseline) -> Iterator[str]:
    """The file, in natural order of paths, rules and entries."""
    yield f'{{\n"version": {VERSION},\n"about": {_text(_ABOUT)},\n"files": {{'
    end = "\n"
    for file in sorted(baseline.files, key=natural_key):
        kinds = {kind: entries for kind, entries in sorted(baseline.files[file].items()) if entries}
        if kinds:
            yield f"{end} {_text(file)}: {{"
            yield ",".join(_kind(kind, baseline.titles, entries) for kind, entries in kinds.items())
            yield "\n }"
            end = ",\n"
    yield "\n}\n}\n"


def _kind(kind: Kind, titles: Mapping[str, str], entries: frozenset[Entry]) -> str:
    lines = [f"\n  {_text(str(kind))}: [{_text(titles.get(kind.code, ''))}"]
    lines += [f"   ,{_text(entry)}" for entry in sorted(entries, key=entry_order)]
    return "\n".join([*lines, "  ]"])


def _text(value: Entry) -> str:
    # names may hold half a surrogate pair, which is no UTF-8
    return json.dumps(value, ensure_ascii=isinstance(value, str) and not value.isprintable())


def read(path: Path) -> Baseline:
    """A baseline file. Raises `UserError` where it cannot be read or is none."""
    if path.exists() and not path.is_file():
        # a pipe or a device may be read for ever
        raise UserError(f"{shown(path)}: is no file; name one for the baseline")
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{shown(path)}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            told = f"line {error.lineno}: {error.msg}"
            if error.doc.find("\n<<<<<<< ") >= 0:
                told = "it has marks of a merge conflict; keep the lines of both sides"
        else:
            told = "it cannot be decoded"
        raise UserError(f"{shown(path)}: is no JSON: {told}; mend it, or {_INSTEAD}") from None
    version = document.get("version") if isinstance(document, dict) else None
    is_known = type(version) is int and version == VERSION
    if type(version) is int and version > VERSION:
        raise UserError(f"{shown(path)}: was written by a newer version of boxlint (format {version}); update boxlint")
    fault = "" if is_known and isinstance(document.get("files"), dict) else 'expected "version" and "files"'
    titles: dict[str, str] = {}
    files: dict[str, dict[Kind, frozenset[Entry]]] = {}
    for file, kinds in document["files"].items() if not fault else ():
        fault = fault or _fault(kinds, f"files.{file}")
        files[file] = {}
        for name, listed in kinds.items() if not fault else ():
            kind = Kind(*name.split(" "))
            titles[kind.code] = listed[0]
            files[file][kind] = frozenset(listed[1:])
    if fault:
        raise UserError(f"{shown(path)}: is no baseline of boxlint: {fault}; {_INSTEAD}")
    return Baseline(files, titles, shown(path))


def _fault(kinds: Any, place: str) -> str:
    """What is wrong with the entries of a file, if anything."""
    if not isinstance(kinds, dict):
        return f"{place}: expected an object of rules"
    for name, listed in kinds.items():
        if len(name.split(" ")) != 2:
            return f'{place}: expected a rule and its table, such as "BX101 box", got {json.dumps(name)}'
        if not isinstance(listed, list) or not listed or not isinstance(listed[0], str):
            return f"{place}.{name}: expected a list that begins with the name of the rule"
        if any(type(entry) not in (int, str) for entry in listed):
            return f"{place}.{name}: expected ids and texts"
    return ""


def save(path: Path, baseline: Baseline) -> None:
    """Write the file at one stroke, if it changes.

    Raises `UserError` where it cannot be written, with the old one in place.
    """
    from boxlint.edits.leftovers import remove_leftovers
    from boxlint.edits.replacing import ReplaceError, write_file

    content = "".join(write(baseline)).encode()
    if path.exists() and path.read_bytes() == content:
        return
    remove_leftovers(path.absolute().parent)
    try:
        write_file(path, content)
    except ReplaceError as error:
        raise UserError(f"{shown(path)}: {error.reason}") from None
