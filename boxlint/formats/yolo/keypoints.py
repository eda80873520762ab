"""How many keypoints poses have: as the dataset says it, or as most of their lines do."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.formats.yolo.dataset import names_in
from boxlint.formats.yolo.layout import BOX, Layout
from boxlint.text.source import decode_head, read_head

if TYPE_CHECKING:
    from boxlint.formats import SourceFile

_FILES: Final = 50
_LINES: Final = 50
_WITH_VISIBILITY: Final = 3
Shape = tuple[int, int]
"""How many keypoints, and how many numbers each has: 2 or 3."""


def pose_layout(files: Sequence[SourceFile], shape: Shape | None) -> Layout:
    """The layout of poses in some files, whose keypoints are of this shape where the dataset says it.

    Where it does not, they are told to be poses by their visibilities: each keypoint has three numbers. How many there
    are is what most lines of the first files of the folder have, so that all its files are read alike, and alike again.
    """
    if shape is not None:
        return Layout("yolo-pose", *shape)
    folder = os.path.dirname(files[0].location)
    names = sorted(name for name in names_in(folder) if name.endswith(".txt"))[:_FILES]
    heads = [read_head(os.path.join(folder, name)) for name in names]
    heads += [file.content for file in files[:_FILES] if file.content is not None and not names]
    counts = Counter(count for count in _counts(heads) if keypoints_of(count))
    (most, _) = counts.most_common(1)[0] if counts else (0, 0)
    return Layout("yolo-pose", keypoints_of(most), _WITH_VISIBILITY)


def keypoints_of(count: int) -> int:
    """How many keypoints of three numbers so many numbers after the class make with a box; 0 where they do not."""
    return (count - BOX) // _WITH_VISIBILITY if count > BOX and (count - BOX) % _WITH_VISIBILITY == 0 else 0


def have_visibilities(numbers: Sequence[float]) -> bool:
    """Whether the numbers after a class are a box and keypoints, each with a visibility that is 0, 1 or 2."""
    return keypoints_of(len(numbers)) > 0 and set(numbers[BOX + 2 :: _WITH_VISIBILITY]) <= {0.0, 1.0, 2.0}


def _counts(heads: Iterable[bytes]) -> Iterator[int]:
    """How many numbers follow the class in the first lines of some files."""
    for head in heads:
        for line in decode_head(head).splitlines()[:_LINES]:
            yield len(line.split()) - 1
