"""Files that were moved: told by the ends of paths, because the baseline knows nothing else of them.

Of entries alone it could not be told which file became which: ids start at 1 in most files. Whoever renames the folder
of a dataset, moves it, or puts it into another keeps the names of the files and of the folders that tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_moves(gone: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Which of the paths that are gone became which of the new ones, one to one.

    Paths go together by the longest end that they have in common, whole names of which the file's is the least. If
    two paths of one side have that end, it tells nothing.
    """
    before, after = ([path.split("/") for path in paths] for paths in (gone, new))
    moves: dict[str, str] = {}
    length = min((max(map(len, paths), default=0) for paths in (before, after)), default=0)
    while length and before and after:
        ends, others = _by_end(before, length), _by_end(after, length)
        pairs = [(ends[end], others[end]) for end in ends.keys() & others.keys()]
        found = {"/".join(old): "/".join(own) for old, own in pairs if old is not None and own is not None}
        moves |= found
        taken = set(found.values())
        before = [path for path in before if "/".join(path) not in found]
        after = [path for path in after if "/".join(path) not in taken]
        length -= 1
    return moves


def _by_end(paths: list[list[str]], length: int) -> dict[tuple[str, ...], list[str] | None]:
    """The paths by their last names, None where several have them."""
    found: dict[tuple[str, ...], list[str] | None] = {}
    for path in paths:
        if len(path) >= length:
            end = tuple(path[-length:])
            found[end] = None if end in found else path
    return found


def folder_moves(gone: Iterable[str], moves: Mapping[str, str]) -> dict[str, str]:
    """Which folders that are gone became which: where the files that were in one are in one again."""
    folders: dict[str, set[str]] = {}
    for old, new in moves.items():
        folders.setdefault(old.rpartition("/")[0] or ".", set()).add(new.rpartition("/")[0] or ".")
    return {folder: next(iter(folders[folder])) for folder in gone if len(folders.get(folder, ())) == 1}
