"""Paths from the root of a run: what its files are called wherever it is started, and wherever the project lies."""

from __future__ import annotations

import os
from collections.abc import Callable


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
