"""What files are called: for people from the working directory; where it is kept, from the root of a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def paths_from(root: str) -> Callable[[str], str]:
    """What makes of a path as it is shown the one from the root, with "/".

    An empty root is the working directory.
    """
    here = os.getcwd().replace(os.sep, "/").rstrip("/") + "/"
    base = root.replace(os.sep, "/").rstrip("/") + "/" if root else here

    def from_root(shown: str) -> str:
        path = shown if os.path.isabs(shown) else here[:-1] if shown == "." else here + shown
        if path.startswith(base):
            return path[len(base) :]
        try:
            return os.path.relpath(path, base).replace(os.sep, "/")
        except ValueError:  # another drive
            return path

    return from_root


def shown(path: Path) -> str:
    """A path for messages: relative to the working directory where it lies in it."""
    absolute = Path(os.path.normpath(path.absolute()))
    return absolute.relative_to(Path.cwd()).as_posix() if absolute.is_relative_to(Path.cwd()) else absolute.as_posix()
