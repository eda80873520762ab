"""Patterns of paths, of .gitignore's kind."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path
from posixpath import normpath


def anchor(pattern: str, folder: Path) -> str:
    """A pattern with a slash as an absolute one below `folder`; a bare name, which matches anywhere, as it is."""
    pattern = pattern.replace("\\", "/") if os.sep == "\\" else pattern
    if "/" not in pattern.rstrip("/"):
        return pattern
    if Path(pattern).is_absolute():
        return pattern
    # `..` is no name that a path could have
    return normpath(f"{as_pattern(folder).rstrip('/')}/{pattern}") + "/" * pattern.endswith("/")


def as_pattern(path: Path) -> str:
    """The pattern that a path alone matches."""
    return re.sub(r"([\\*?\[\]])", r"\\\1", path.absolute().as_posix())


def path_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a path as it is shown matches a pattern: absolute, or a name at any depth."""
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines([pattern])
    return lambda path: spec.match_file(os.path.abspath(path).replace(os.sep, "/").lstrip("/"))


def covers(paths: Sequence[Path], pattern: str | None, root: Path) -> bool:
    """Whether a run over `paths` has all files that a pattern may match.

    A bare name, and None, may mean any below `root`.
    """
    place = root
    if pattern is not None and "/" in pattern.rstrip("/"):
        parts = takewhile(lambda part: not re.search(r"(?<!\\)[*?\[]", part), pattern.split("/"))
        place = Path(re.sub(r"\\(.)", r"\1", "/".join(parts)) or "/")
    return are_within(paths, place)


def are_within(paths: Sequence[Path], place: str | Path) -> bool:
    """Whether a run over `paths` has all that there is at a place, a file or a folder."""
    return any(Path(os.path.abspath(place)).is_relative_to(os.path.abspath(path)) for path in paths)
