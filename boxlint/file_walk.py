"""The files under folders that may be annotations, walked as ruff walks: excludes, ignore files, no linked folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from boxlint.ignore_files import Ignored, ignored_above

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_EXCLUDES: Final = frozenset({
    ".boxlint_cache", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pytest_cache",
    ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "site-packages", "venv",
})  # fmt: skip
"""Names of folders that are never entered unless named; other hidden folders are."""
OWN_FILES: Final = frozenset({"boxlint-baseline.json"})
"""Names of files that are boxlint's own, and no annotations of a format that it does not know."""


class Found(Struct, frozen=True):
    """Files of one folder: their absolute paths as reached, and those of the files themselves, all links followed."""

    paths: list[str]
    reals: list[str]


@dataclass(slots=True)
class Walk:
    """One walk over folders: what to look for, what to leave out, and how many ignore files left out."""

    suffixes: frozenset[str]
    excludes: Sequence[str] = ()
    respect_gitignore: bool = True
    ignored_files: int = 0
    _spec: GitIgnoreSpec | None = field(default=None, init=False)
    _base: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._base = Path.cwd().as_posix().rstrip("/") + "/"
        if self.excludes:
            from pathspec import GitIgnoreSpec

            self._spec = GitIgnoreSpec.from_lines(self.excludes)

    def folders(self, root: Path) -> Iterator[tuple[str, Found]]:
        """Each folder under `root`, itself first, with the files in it that have a suffix looked for."""
        top = absolute(root)
        waiting = [(top, ignored_above(top) if self.respect_gitignore else Ignored())]
        while waiting:
            folder, ignored = waiting.pop()
            with os.scandir(folder or "/") as entries:
                present = sorted(entries, key=lambda entry: entry.name)
            if self.respect_gitignore:
                hidden = frozenset([entry.name for entry in present if entry.name[0] == "."])
                ignored = ignored.entered(folder, hidden)
            yield folder, self._files(folder, present, ignored)
            waiting.extend(reversed([(below, ignored) for below in self._below(folder, present, ignored)]))

    def leaves_out(self, path: str) -> bool:
        """Whether an exclude, configured or usual, holds for a file or for a folder that it is in."""
        return not DEFAULT_EXCLUDES.isdisjoint(path.split("/")[:-1]) or self._excludes(path, is_folder=False)

    def _files(self, folder: str, entries: Iterable[os.DirEntry[str]], ignored: Ignored) -> Found:
        real_folder = os.path.join(os.path.realpath(folder or "/"), "")
        wanted = [
            entry
            for entry in entries
            if suffix_of(entry.name) in self.suffixes and entry.name not in OWN_FILES and _is_file(entry)
        ]
        if self._spec is not None or ignored.specs:
            wanted = [entry for entry in wanted if not self._leaves(f"{folder}/{entry.name}", ignored, is_folder=False)]
        paths = [f"{folder}/{entry.name}" for entry in wanted]
        reals = [
            os.path.realpath(path) if entry.is_symlink() else real_folder + entry.name
            for path, entry in zip(paths, wanted, strict=True)
        ]
        return Found(paths, reals)

    def _below(self, folder: str, entries: Iterable[os.DirEntry[str]], ignored: Ignored) -> Iterator[str]:
        for entry in [entry for entry in entries if entry.is_dir(follow_symlinks=False)]:
            path = f"{folder}/{entry.name}"
            if entry.name not in DEFAULT_EXCLUDES and not self._leaves(path, ignored, is_folder=True):
                yield path

    def _leaves(self, path: str, ignored: Ignored, *, is_folder: bool) -> bool:
        """Whether an exclude or an ignore file leaves a path out; the latter is counted."""
        if self._excludes(path, is_folder=is_folder):
            return True
        is_ignored = ignored.match(path, is_folder=is_folder)
        self.ignored_files += is_ignored
        return is_ignored

    def _excludes(self, path: str, *, is_folder: bool) -> bool:
        """Whether a pattern leaves a path out: read like `.gitignore` in the working directory, or in the root."""
        if self._spec is None:
            return False
        end = "/" if is_folder else ""
        # the configuration gives absolute patterns: its folder may lie above the working directory
        forms = dict.fromkeys((path.removeprefix(self._base).lstrip("/"), path.lstrip("/")))
        return any(self._spec.match_file(form + end) for form in forms)


def absolute(path: Path) -> str:
    """The absolute path with "/", no `.` and `..` in it, links kept; without the last "/" of a root."""
    return Path(os.path.abspath(path)).as_posix().rstrip("/")


def suffix_of(path: str) -> str:
    """The suffix of a path with "/", in lower case; blank for a name like ".xml"."""
    # what `os.path.splitext` does, in a third of its time
    stem, _, suffix = path.rpartition(".")
    stem = stem.rstrip(".")
    return "" if not stem or stem[-1] == "/" or "/" in suffix else f".{suffix.lower()}"


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
