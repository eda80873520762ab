"""Which files under the given paths are annotations, and in which format."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from itertools import filterfalse, islice
from pathlib import Path
from typing import Final

from msgspec import Struct

from boxlint.errors import UserError, did_you_mean
from boxlint.file_walk import Found, Walk, absolute, suffix_of
from boxlint.folder_formats import FolderFormats, Remember, is_companion, possible
from boxlint.formats import SourceFile
from boxlint.formats.format import Format
from boxlint.formats.registry import FORMATS, find_format
from boxlint.natural_order import natural_key, natural_order
from boxlint.text.source import read_head

_SUFFIXES: Final = frozenset().union(*(known.suffixes for known in FORMATS))
_LISTED: Final = 3
_LOOKED_AT: Final = 20
"""Files of no known format that are looked at for what they could be."""


class Discovery(Struct, frozen=True):
    """The annotation files, in natural order of their paths, and the files that were looked at and left out.

    Companions of any dataset are not among the latter: nobody takes `README.txt` for annotations that went unread.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[str, ...]

    def without(self, own: Iterable[Path]) -> Discovery:
        """The same with nothing said of some files that are no annotations.

        They are not left out of the search: a report must not overwrite annotations, which are told by being found.
        """
        if not self.skipped:
            return self
        left_out = {os.path.realpath(file) for file in own}
        return Discovery(self.files, tuple(file for file in self.skipped if os.path.realpath(file) not in left_out))


def find(
    paths: Iterable[Path | str],
    *,
    format: str | None = None,
    excludes: Sequence[str] = (),
    respect_gitignore: bool = True,
    skip_unknown: bool = False,
    force_exclude: bool = False,
    remember: Remember | None = None,
) -> Discovery:
    """The annotation files that `paths` name or contain, each once.

    A file that is named is always taken; a folder's are those that are annotations by their content.
    `format` is taken for every file with a suffix of that format. `excludes` are patterns like those of
    `.gitignore`, besides the usual ones; with `force_exclude` they hold for named files too. `skip_unknown`:
    a named file of no known format is left out. `remember` may know already what files would tell.
    Raises UserError for a path that does not exist, a named file of no known format, or if nothing is found.
    """
    forced = _forced_format(format)
    suffixes = forced.suffixes if forced else _SUFFIXES
    walk = Walk(suffixes, tuple(excludes), respect_gitignore)
    named: dict[str, Found] = {}
    folders = []
    for path in map(Path, paths):
        if path.is_dir():
            folders.append(path)
        else:
            _require_file(path)
            whole = absolute(path)
            if force_exclude and walk.leaves_out(whole):
                continue
            found = named.setdefault(os.path.dirname(whole), Found([], []))
            found.paths.append(whole)
            found.reals.append(os.path.realpath(path))
    sorter = _Sorter(FolderFormats(forced, remember), skip_unknown)
    for folder, files in named.items():
        sorter.take(folder, files, are_named=True)
    for top in folders:
        _walk_into(sorter, walk, top)
    if folders and not sorter.files and not skip_unknown:
        raise UserError(_nothing_found(folders, walk, sorter.skipped))
    sources = [*sorter.files.values()]
    order = natural_order([file.shown for file in sources])
    skipped = sorted(filterfalse(is_companion, sorter.skipped), key=natural_key)
    return Discovery(tuple([sources[place] for place in order]), tuple(skipped))


class _Sorter:
    """Gathers the files of folders, each file once, with the format that its folder settles."""

    def __init__(self, formats: FolderFormats, skip_unknown: bool) -> None:
        self.files: dict[str, SourceFile] = {}
        self.skipped: list[str] = []
        self._formats = formats
        self._skip_unknown = skip_unknown
        self._base = Path.cwd().as_posix().rstrip("/") + "/"

    def take(self, folder: str, found: Found, *, are_named: bool) -> None:
        new = [place for place, real in enumerate(found.reals) if real not in self.files]
        paths = [found.paths[place] for place in new]
        formats = self._formats.settle(folder, paths, are_named=are_named)
        start = len(self._base) if f"{folder}/".startswith(self._base) else 0
        for place, path, name in zip(new, paths, formats, strict=True):
            shown = path[start:]
            if name is not None:
                self.files.setdefault(found.reals[place], SourceFile(path, shown, name))
            elif not os.access(path, os.R_OK):
                raise UserError(f"{shown}: the file cannot be read; exclude it, or make it readable")
            elif are_named and not self._skip_unknown:
                raise UserError(_unknown_format(shown))
            else:
                self.skipped.append(shown)


def _walk_into(sorter: _Sorter, walk: Walk, top: Path) -> None:
    try:
        for folder, files in walk.folders(top):
            sorter.take(folder, files, are_named=False)
    except OSError as error:
        folder, reason = str(error.filename or top), error.strerror or error
        raise UserError(f"{folder}: the folder cannot be read: {reason}; exclude it, or make it readable") from error


def _forced_format(name: str | None) -> Format | None:
    if name is None:
        return None
    format = find_format(name)
    if format is None:
        near = did_you_mean(name, [known.name for known in FORMATS])
        raise UserError(f"no format is called {name!r}{near or f': expected one of {_names()}'}")
    return format


def _require_file(path: Path) -> None:
    try:
        if path.is_file():
            return
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None
    if os.path.lexists(path):
        kind = "is a link that leads nowhere" if path.is_symlink() and not path.exists() else "is no file and no folder"
        raise UserError(f"{path} {kind}")
    raise UserError(f"{path} does not exist")


def _names(suffixes: Collection[str] | None = None) -> str:
    """The names of the formats; of those only that have files of such suffixes, where these are given."""
    return ", ".join(sorted(known.name for known in FORMATS if suffixes is None or known.suffixes & {*suffixes}))


def _unknown_format(shown: str) -> str:
    ambiguous = _ambiguous([shown])
    if ambiguous:
        return ambiguous
    suffix = suffix_of(shown)
    if not read_head(shown).strip():
        return f"{shown}: the file is empty, and no file beside it tells its format; say it with --format"
    if suffix in _SUFFIXES:
        return f"{shown}: its format is not known; if it holds annotations, say with --format which: {_names([suffix])}"
    kinds = ", ".join(sorted(_SUFFIXES))
    return (
        f"{shown}: its format is not known; annotations are in files that end in {kinds}. "
        "Name the folder of the annotations, or the format with --format"
    )


def _ambiguous(paths: Iterable[str]) -> str:
    """What is said of the first of some files that may be of several formats; blank where there is none."""
    for path in islice(paths, _LOOKED_AT):
        names = possible(path)
        if names:
            formats = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
            return f"the lines of {path} could be {formats}: say it with --format, as in --format {names[0]}"
    return ""


def _nothing_found(folders: Sequence[Path], walk: Walk, skipped: Sequence[str]) -> str:
    shown = [str(folder) for folder in folders[:_LISTED]] + (["…"] if len(folders) > _LISTED else [])
    text = f"no annotation file found under {', '.join(shown)}"
    ambiguous = _ambiguous(skipped)
    if ambiguous:
        text += f"; {ambiguous}"
    elif skipped:
        kinds = sorted({suffix_of(path) for path in skipped})
        files = f"{' or '.join(kinds)} {'file is' if len(skipped) == 1 else 'files are'}"
        text += f"; {len(skipped):,} {files} in no format that boxlint reads, {skipped[0]} first"
        text += f"; where these are annotations, say with --format which: {_names(kinds)}"
    elif not walk.ignored_files:
        text += f": no file there ends in {', '.join(sorted(walk.suffixes))}"
    if walk.ignored_files:
        text += f"; {walk.ignored_files} files or folders are left out by .gitignore (--no-respect-gitignore)"
    return text
