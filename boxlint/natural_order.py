"""The order in which people number things: `img9` comes before `img10`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

_DIGITS: Final = re.compile(r"(\d+)")
_NUMBER, _FOLDER = "\1", "\2"
"""What comes before any character of a name: first the end, then a number, then the end of a folder's name."""


def natural_order(paths: Sequence[str]) -> list[int]:
    """The places of different paths, each with "/", in the order of their `natural_key`."""
    keys = [*_keys(paths)]
    # the order is stable, and quickly made where it was nearly there
    return sorted(sorted(range(len(paths)), key=paths.__getitem__), key=keys.__getitem__)


def natural_key(path: str) -> tuple[tuple[int | str, ...], str]:
    """A sort key by which `img9` comes before `img10`; the path itself settles ties."""
    parts: list[int | str] = [*_DIGITS.split(path.replace("/", "\0"))]
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts), path


def _keys(paths: Sequence[str]) -> Iterable[Any]:
    """Keys in this order: texts, made of all paths at once, with numbers of one length in them."""
    joined = "\0".join(paths)
    if _NUMBER in joined or _FOLDER in joined:
        return map(natural_key, paths)
    parts = _DIGITS.split(joined.replace("/", _FOLDER))
    numbers = parts[1::2]
    if not "".join(numbers).isascii():
        numbers = [str(int(number)) for number in numbers]
    width = max(map(len, numbers), default=0)
    parts[1::2] = [_NUMBER + number.zfill(width) for number in numbers]
    return "".join(parts).split("\0")
