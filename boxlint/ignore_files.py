"""What `.gitignore`, `.ignore` and `.git/info/exclude` leave out, inside git repositories only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# what stands in a later file wins
_NAMES: Final = (".gitignore", ".ignore")


class Ignored(Struct, frozen=True):
    """The patterns that hold in a folder: those of each folder from the repository's root down, nearest last."""

    in_repository: bool = False
    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entered(self, folder: str, names: frozenset[str]) -> Ignored:
        """The patterns that hold in `folder`, a folder below, which contains `names`."""
        ignored = self
        found = []
        if ".git" in names:
            # a repository of its own: what lies above does not hold here
            ignored = Ignored(True)
            found.append(f"{folder}/.git/info/exclude")
        if not ignored.in_repository:
            return ignored
        found.extend(f"{folder}/{name}" for name in _NAMES if name in names)
        specs = tuple((f"{folder}/", spec) for spec in map(_read_spec, found) if spec is not None)
        return Ignored(True, ignored.specs + specs) if specs else ignored

    def match(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is left out."""
        for prefix, spec in reversed(self.specs):
            result = spec.check_file(path.removeprefix(prefix) + ("/" if is_folder else ""))
            if result.include is not None:
                return result.include
        return False


def ignored_above(folder: str) -> Ignored:
    """The patterns that the folders above `folder` give it; none where they leave out the folder itself.

    A folder that is named is checked even if the repository ignores it.
    """
    ignored = Ignored()
    for parent in reversed(Path(folder).parents):
        present = frozenset(name for name in (".git", *_NAMES) if (parent / name).exists())
        ignored = ignored.entered(parent.as_posix().rstrip("/"), present)
        if ignored.match(folder, is_folder=True):
            ignored = Ignored(ignored.in_repository)
    return ignored


def _read_spec(path: str) -> GitIgnoreSpec | None:
    try:
        lines = Path(path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
