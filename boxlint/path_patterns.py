"""Patterns of paths, of .gitignore's kind."""

from __future__ import annotations

import os
from collections.abc import Callable


def path_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a path as it is shown matches a pattern: absolute, or a name at any depth."""
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines([pattern])
    return lambda path: spec.match_file(os.path.abspath(path).replace(os.sep, "/").lstrip("/"))
