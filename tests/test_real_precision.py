"""Real files that are sound by a plain reading of the standard library: no error is reported in any of them."""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import boxlint

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")

FEWEST = {"coco": 100, "voc": 11_000, "rolabelimg": 2_000, "dota": 50}
"""Sound files of each format, at least, so that the test cannot pass on nothing."""


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_sound_box(x_min: float, y_min: float, x_max: float, y_max: float, width: float, height: float) -> bool:
    """Whether a box has an area in single precision, and a pixel of it lies in its image."""
    single = np.array([x_min, y_min, x_max, y_max], np.float32)
    sides = (min(x_max, width) - max(x_min, 0), min(y_max, height) - max(y_min, 0))
    is_inside = min(x_min, y_min) >= 0 and x_max <= width and y_max <= height
    return bool((single[2:] > single[:2]).all()) and (is_inside or min(sides) >= 1)


def is_sound_coco(path: Path) -> bool:
    """Whether nothing of what a loader needs is wrong in a COCO file."""
    try:
        data = json.loads(path.read_bytes(), parse_constant=lambda name: math.nan)
        images = {image["id"]: image for image in data["images"]}
        categories = {category["id"]: category for category in data["categories"]}
        names = {category["name"].strip() for category in data["categories"]}
        ids = {annotation["id"] for annotation in data["annotations"]}
        assert (len(images), len(categories)) == (len(data["images"]), len(data["categories"]))
        assert (len(ids), len(names)) == (len(data["annotations"]), len(categories))
        assert "" not in names
        for record in (*data["images"], *data["categories"], *data["annotations"]):
            assert type(record["id"]) is int
        for image in images.values():
            assert image["file_name"]
            assert all(is_number(image[side]) and image[side] > 0 for side in ("width", "height"))
        return all(is_sound_object(each, images, categories) for each in data["annotations"])
    except (AssertionError, AttributeError, KeyError, TypeError, UnicodeDecodeError, ValueError):
        return False


def is_sound_object(annotation: dict[str, Any], images: dict[Any, Any], categories: dict[Any, Any]) -> bool:
    """Whether an annotation can be loaded and trained on."""
    image = images[annotation["image_id"]]
    x, y, width, height = annotation["bbox"]
    assert all(map(is_number, (x, y, width, height, annotation["area"])))
    assert annotation["area"] > 0
    assert annotation.get("iscrowd", 0) in (0, 1)
    keypoints = annotation.get("keypoints", [])
    expected = 3 * len(categories[annotation["category_id"]].get("keypoints", ()))
    assert not expected or len(keypoints) in (0, expected)
    assert all(map(is_number, keypoints))
    segmentation = annotation.get("segmentation") or []
    if isinstance(segmentation, dict):
        assert segmentation["size"] == [image["height"], image["width"]]
        if isinstance(segmentation["counts"], list):
            assert sum(segmentation["counts"]) == image["height"] * image["width"]
    else:
        assert all(is_number(number) for polygon in segmentation for number in polygon)
    return is_sound_box(x, y, x + width, y + height, image["width"], image["height"])


def is_sound_voc(path: Path) -> bool:
    """Whether every object of a VOC file has a name and a box that loaders keep."""
    try:
        root = ElementTree.parse(path).getroot()
        size = root.find("size")
        width, height = (float(size.findtext(side)) if size is not None else math.inf for side in ("width", "height"))
        for item in root.iter("object"):
            assert (item.findtext("name") or "").strip()
            corners = [float(item.findtext(f"bndbox/{name}")) for name in ("xmin", "ymin", "xmax", "ymax")]
            cut = [math.trunc(corner) for corner in corners]
            assert cut[0] < cut[2]
            assert cut[1] < cut[3]
            assert is_sound_box(*corners, width or math.inf, height or math.inf)
        return width > 0 and height > 0
    except (AssertionError, ElementTree.ParseError, TypeError, ValueError):
        return False


def is_sound_rolabelimg(path: Path) -> bool:
    """Whether every rotated box has finite numbers and sides."""
    try:
        for item in ElementTree.parse(path).getroot().iter("object"):
            assert item.findtext("name")
            box = item.find("robndbox")
            assert box is not None
            x, y, width, height, angle = (float(box.findtext(name) or "") for name in ("cx", "cy", "w", "h", "angle"))
            assert all(map(math.isfinite, (x, y, angle)))
            assert 0 < width < math.inf
            assert 0 < height < math.inf
    except (AssertionError, ElementTree.ParseError, ValueError):
        return False
    return True


def is_sound_dota(path: Path) -> bool:
    """Whether every line is a convex quadrilateral with an area, and a name."""
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or ":" in words[0]:
            continue
        try:
            corners = np.array(words[:8], np.float64).reshape(4, 2)
            assert len(words) in (9, 10)
            edges = np.roll(corners, -1, 0) - corners
            following = np.roll(edges, -1, 0)
            turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
            assert (turns > 1).all() or (turns < -1).all()
        except (AssertionError, ValueError):
            return False
    return True


ORACLES = {"coco": is_sound_coco, "voc": is_sound_voc, "rolabelimg": is_sound_rolabelimg, "dota": is_sound_dota}


def test_no_error_in_a_sound_file() -> None:
    """Rules on whole folders apart, which no file shows by itself."""
    report = boxlint.check(REAL_DATA, isolated=True)
    files = report.tables.files
    sound = {
        files["path"].at(row)
        for row in range(len(files))
        if (oracle := ORACLES.get(files["format"].at(row))) and oracle(Path(files["path"].at(row)))
    }
    counts = Counter(files["format"].at(row) for row in range(len(files)) if files["path"].at(row) in sound)
    errors = [
        (finding.code, finding.location.file, finding.message)
        for finding in report
        if finding.severity == "error" and finding.location and finding.location.file in sound
    ]
    assert errors == []
    assert all(counts[name] >= fewest for name, fewest in FEWEST.items()), counts
