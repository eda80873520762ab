"""Tell YOLO text by its content, and which kind it is by what lies around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from boxlint.formats.yolo.dataset import find_dataset, sibling_heads
from boxlint.formats.yolo.fields import class_of
from boxlint.formats.yolo.keypoints import have_visibilities
from boxlint.formats.yolo.layout import BOX, CORNERS
from boxlint.text.numbers import parse_number
from boxlint.text.source import HEAD_SIZE, decode_head

DETECTION, OBB, SEGMENT, POSE = "yolo", "yolo-obb", "yolo-segment", "yolo-pose"
_LINES_TRIED: Final = 50
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_LEAST, _MOST = -0.1, 1.1
_SHARE: Final = 0.75
"""Of the numbers of a line that are fractions: the others may be past the image, or tell what is visible."""
_LONGEST_CLASS: Final = 5
_VISIBLE: Final = 2
_BOXES: Final = re.compile(rb"(?:\d{1,5}(?: [01]?\.\d+){4}(?:\r?\n|\Z))++")
"""Boxes at a glance, as in most files: these need no closer look."""
_RESEMBLING: Final = re.compile(rb"\s*[-+]?\d+(?:\.\d*)?(?:[\s,;]+[-+]?\d*\.?\d+){2,}")


def is_detection(head: bytes, path: Path | str) -> bool:
    """Whether lines are a class and a box."""
    return kind_of(head) == DETECTION


def is_obb(head: bytes, path: Path | str) -> bool:
    """Whether lines are a class and four corners; as polygons of four points are."""
    return kind_of(head) == OBB


def is_segment(head: bytes, path: Path | str) -> bool:
    """Whether lines are a class and a polygon."""
    return kind_of(head) == SEGMENT


def is_pose(head: bytes, path: Path | str) -> bool:
    """Whether lines are a class, a box and keypoints that say whether they are visible."""
    return kind_of(head) == POSE


def resembles(head: bytes) -> bool:
    """Whether a text may be faulty YOLO: a line starts with three numbers, whatever parts them."""
    return any(_RESEMBLING.match(line) for line in head.splitlines()[:_LINES_TRIED])


def settle(counts: Mapping[str, int], folder: str) -> str:
    """The kind of all YOLO files of a folder: that of most of its files, where they are not what the dataset says.

    Four points are a polygon where other polygons are in the folder, or in those of other splits.
    """
    outlines = {kind: counts.get(kind, 0) for kind in (OBB, SEGMENT, POSE)}
    if sum(outlines.values()) < counts.get(DETECTION, 0):
        return DETECTION
    if find_dataset(folder).keypoint_shape is not None:
        return POSE
    if 2 * outlines[POSE] >= sum(outlines.values()):
        return POSE
    if outlines[SEGMENT] or any(kind_of(head) == SEGMENT for head in sibling_heads(folder)):
        return SEGMENT
    return OBB


@lru_cache(maxsize=1)
def kind_of(head: bytes) -> str:
    """The kind that the first bytes of a file are of; empty for no YOLO text."""
    if _BOXES.fullmatch(head):
        return DETECTION
    lines = [line.split() for line in _first_lines(head)]
    objects = [numbers for fields in lines if (numbers := _fractions(fields)) is not None]
    # whole numbers alone may be anything
    if not 0 < len(lines) <= 2 * len(objects) or b"." not in head:
        return ""
    kind, _ = Counter(map(_kind, objects)).most_common(1)[0]
    return kind


def _first_lines(head: bytes) -> list[str]:
    """The first lines that are not blank; of one that the head cuts off, what stands before its last field."""
    lines = _LINE_END.split(decode_head(head))
    if len(head) >= HEAD_SIZE:
        lines = lines[:-1] if len(lines) > 1 else [lines[0].rpartition(" ")[0]]
    return [line for line in lines if line.strip()][:_LINES_TRIED]


def _fractions(fields: Sequence[str]) -> list[float] | None:
    """The numbers after the class of an object; None where the line is none."""
    if len(fields) <= BOX or len(fields[0]) > _LONGEST_CLASS or class_of(fields[0]) is None:
        return None
    numbers = [number for number in map(parse_number, fields[1:]) if number is not None]
    within = sum(_LEAST <= number <= _MOST for number in numbers)
    if len(numbers) < len(fields) - 1 or not (within >= _SHARE * len(numbers) or have_visibilities(numbers)):
        return None
    return numbers


def _kind(numbers: Sequence[float]) -> str:
    if len(numbers) <= BOX + 1:
        return DETECTION
    if len(numbers) in (CORNERS, CORNERS + 1):
        return OBB
    # so many numbers may be points too, of which none is as far out as a visibility of 2
    is_pose = have_visibilities(numbers) and (len(numbers) % 2 or max(numbers) == _VISIBLE)
    return POSE if is_pose else SEGMENT
