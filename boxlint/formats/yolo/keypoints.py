"""How many keypoints poses have: as the dataset says it, or as most of their lines do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.formats.text import decode_head, read_head
from boxlint.formats.yolo.layout import BOX, Layout

if TYPE_CHECKING:
    from boxlint.formats import SourceFile

_FILES: Final = 50
_LINES: Final = 50
_WITH_VISIBILITY: Final = 3
Shape = tuple[int, int]
"""How many keypoints, and how many numbers each has: 2 or 3."""


def pose_layout(files: Sequence[SourceFile], shape: Shape | None) -> Layout:
    """The layout of poses in some files, whose keypoints are of this shape where the dataset says it.

    Where it does not, they are told to be poses by their visibilities: each keypoint has three numbers.
    """
    if shape is not None:
        return Layout("yolo-pose", *shape)
    counts = Counter(count for count in _counts(files[:_FILES]) if keypoints_of(count))
    (most, _) = counts.most_common(1)[0] if counts else (0, 0)
    return Layout("yolo-pose", keypoints_of(most), _WITH_VISIBILITY)


def keypoints_of(count: int) -> int:
    """How many keypoints of three numbers so many numbers after the class make with a box; 0 where they do not."""
    return (count - BOX) // _WITH_VISIBILITY if count > BOX and (count - BOX) % _WITH_VISIBILITY == 0 else 0


def have_visibilities(numbers: Sequence[float]) -> bool:
    """Whether the numbers after a class are a box and keypoints, each with a visibility that is 0, 1 or 2."""
    return keypoints_of(len(numbers)) > 0 and set(numbers[BOX + 2 :: _WITH_VISIBILITY]) <= {0.0, 1.0, 2.0}


def _counts(files: Iterable[SourceFile]) -> Iterator[int]:
    """How many numbers follow the class in the first lines of some files."""
    for file in files:
        head = read_head(file.location) if file.content is None else file.content
        for line in decode_head(head).splitlines()[:_LINES]:
            yield len(line.split()) - 1
