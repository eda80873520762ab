"""Real files are told to be what they are: `BOXLINT_REAL_DATA` names the folder, one source a sub-folder.

The folders in a source are called after what somebody took its files for, before any program looked at them.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from boxlint.discovery import find

REAL_DATA: Final = os.environ.get("BOXLINT_REAL_DATA", "")
TOLD: Final[dict[str, str | None]] = {
    "coco": "coco",
    "coco_keypoints": "coco",
    "coco_results": "coco-results",
    "createml": "createml",
    "cvat": "cvat",
    "datumaro": "datumaro",
    "dota": "dota",
    "fair1m": "fair1m",
    "icdar": "icdar",
    "kitti": "kitti",
    "labelme": "labelme",
    "labelme_xml": "labelme-xml",
    "labelstudio": "label-studio",
    "luna16_csv": "luna16",
    "lvis": "lvis",
    "monai3d": "monai",
    "openimages": "open-images",
    "retinanet_csv": "retinanet",
    "scalabel": "scalabel",
    "tf_csv": "tensorflow",
    "via": "via",
    "voc": "voc",
    "voc_obb": "rolabelimg",
    "voc_quad": "voc",
    "vott": "vott",
    "widerface": "wider-face",
    "yolo": "yolo",
    "yolo_empty": "yolo",
    "yolo_obb": "yolo-obb",
    "yolo_pose_or_other": "yolo-segment",
    "yolo_pred": "yolo",
    "yolo_seg": "yolo-segment",
    # segments instead of boxes
    "coco_panoptic": None,
    # whether two numbers are a corner or a size, no file tells: `--format` does
    "xyxy_txt": None,
    # eight numbers a line, and no text behind them
    "icdar_or_csv8": None,
    # the description of a satellite picture, cut off
    "xml_malformed": None,
}
"""The format of the files that were taken for something; None where they are no labels, or cannot be told."""
OTHERWISE: Final = {
    # named, but not labels: settings, and lists of classes and images
    ("yolo", None): 10,
    ("yolo_seg", None): 2,
    # an empty file beside DOTA files
    ("yolo_empty", "dota"): 1,
    # flags by the frame, with no box in any of them
    ("retinanet_csv", None): 28,
    # detections that name neither category nor box
    ("scalabel", None): 2,
}
"""How many other files lie among them, and what they are told to be."""

pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")


@cache
def told() -> Counter[tuple[str, str | None]]:
    """How many files of each folder's name are told to be of each format."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for source in sorted(path for path in Path(REAL_DATA).iterdir() if path.is_dir()):
        formats = {os.path.realpath(file.location): file.format for file in find([source], skip_unknown=True).files}
        for file in source.rglob("*"):
            if file.is_file():
                counts[file.relative_to(source).parts[0], formats.get(os.path.realpath(file))] += 1
    return counts


def test_every_file_is_told_to_be_what_it_is() -> None:
    surprises = {key: count for key, count in told().items() if TOLD.get(key[0]) != key[1]}
    assert surprises == OTHERWISE


def test_every_kind_of_file_is_there() -> None:
    assert {name for name, _ in told()} >= TOLD.keys()
