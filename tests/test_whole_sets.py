"""Measures of whole categories, images and file sets, against the plain definitions in Python."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.arrays import like
from boxlint.segments import segment_median, segment_sum
from boxlint.tables import intern, make_table, make_tables
from tests.scene import DEVICE, HAS_TORCH, columns_of, measured, scene

LIBRARIES = [None, pytest.param(DEVICE, marks=pytest.mark.skipif(not HAS_TORCH, reason="needs torch"))]
side = st.floats(0.5, 1e4)
odd = st.sampled_from([0.0, -1.0, float("nan"), float("inf")])
sized = st.tuples(st.one_of(side, side, side, odd), side, st.integers(0, 2), st.booleans())


def on(device: str | None, values: Any) -> Any:
    """A numpy array, or a tensor."""
    if device is None:
        return values
    import torch

    return like(values, torch.zeros(1, device=device))


@pytest.mark.parametrize("device", LIBRARIES)
@given(st.lists(st.tuples(st.integers(-1, 3), st.floats(-1e308, 1e308), st.integers(-(2**63), 2**63 - 1)), max_size=30))
@settings(deadline=None)
def test_segments(device: str | None, rows: list[Any]) -> None:
    """Medians of any numbers, and sums that wrap around."""
    segment = on(device, np.array([row[0] for row in rows], np.int64))
    medians = segment_median(on(device, np.array([row[1] for row in rows], np.float64)), segment, 4)
    sums = segment_sum(on(device, np.array([row[2] for row in rows], np.int64)), segment, 4)
    for number in range(4):
        ordered = sorted(value for owner, value, _ in rows if owner == number)
        total = sum(value for owner, _, value in rows if owner == number)
        assert (int(sums[number]) - total) % 2**64 == 0
        if ordered:
            low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
            assert float(medians[number]) == pytest.approx(low / 2 + high / 2)
        else:
            assert math.isnan(medians[number])


@given(st.lists(sized, max_size=40))
@settings(deadline=None)
def test_outlier_scores(rows: list[Any]) -> None:
    """Distance from the category's median in units of 1.4826 times the median distance, which is at least 0.1."""
    tables = scene(
        "box",
        [(0.0, 0.0, width, height) for width, height, _, _ in rows],
        categories=[category for *_, category, _ in rows],
        is_target=[is_target for *_, is_target in rows],
    )
    is_sample = [is_target and 0 < width < math.inf for width, _, _, is_target in rows]
    for name, power in (("aspect_score", -1), ("size_score", 1)):
        logs = [
            math.log(width) + power * math.log(height) if sound else math.nan
            for (width, height, _, _), sound in zip(rows, is_sample, strict=True)
        ]
        found = measured(tables, "box", name)
        for row, (_, _, category, _) in enumerate(rows):
            own = [logs[other] for other, sound in enumerate(is_sample) if sound and rows[other][2] == category]
            if is_sample[row]:
                distances = [abs(value - median(own)) for value in own]
                expected = distances[own.index(logs[row])] / (1.4826 * max(0.1, median(distances)))
                assert found[row] == pytest.approx(expected, rel=1e-9, abs=1e-9)
                assert measured(tables, "category", "sample_count")[category] == len(own)
            else:
                assert math.isnan(found[row])


@given(st.lists(st.tuples(st.sampled_from([3.0, 3.0004, 4.0, 0.0]), st.integers(0, 2), st.booleans()), max_size=30))
@settings(deadline=None)
def test_frequencies(rows: list[Any]) -> None:
    """How often categories and sizes occur, targets only."""
    tables = scene(
        "box",
        [(0.0, 0.0, width, 2.0) for width, _, _ in rows],
        categories=[category for _, category, _ in rows],
        is_target=[is_target for *_, is_target in rows],
    )
    targets = Counter(category for _, category, is_target in rows if is_target)
    total, most = sum(targets.values()), max(targets.values(), default=0)
    shares = measured(tables, "category", "common_size_share")
    for category in range(len(tables.categories)):
        sizes = Counter(
            round(width, 3) for width, own, is_target in rows if own == category and is_target and width > 0
        )
        assert measured(tables, "category", "target_count")[category] == targets[category]
        assert measured(tables, "category", "target_count_in_set")[category] == total
        assert measured(tables, "category", "largest_target_count")[category] == most
        count = sum(sizes.values())
        assert shares[category] == max(sizes.values()) / count if count else math.isnan(shares[category])


@given(st.lists(st.tuples(st.sampled_from([1.0, 9.8, 9.9, 10.0, 12.0]), st.booleans()), min_size=1, max_size=20))
@settings(deadline=None)
def test_image_filling_share(rows: list[Any]) -> None:
    """Boxes of 10 x `height` in images of 10 x 10; what lies outside does not count."""
    boxes = [(0.0, 0.0, 10.0, height) for height, _ in rows]
    tables = scene("box", boxes, image_size=(10.0, 10.0), is_target=[is_target for _, is_target in rows])
    heights = [height for height, is_target in rows if is_target]
    share = measured(tables, "file_set", "image_filling_share")[0]
    expected = sum(min(height, 10) >= 9.8 for height in heights) / len(heights) if heights else math.nan
    assert share == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from("ab"), st.lists(st.integers(0, 3), max_size=4))))
@settings(deadline=None)
def test_images_with_the_same_objects(images: list[Any]) -> None:
    """The earlier image of the file set that has the same boxes as often, in whatever order."""
    boxes = [(image, place) for image, (_, _, places) in enumerate(images) for place in places]
    tables = make_tables(
        file_sets=make_table("file_set", 2),
        files=make_table("file", 2, {"file_set": range(2)}),
        images=make_table(
            "image",
            len(images),
            {"file": [file for file, _, _ in images], "file_name": intern([name for _, name, _ in images])},
        ),
        annotations=make_table("annotation", len(boxes), {"image": [image for image, _ in boxes]}),
        boxes=make_table("box", len(boxes), columns_of("box", [(place, 0.0, place + 5.0, 5.0) for _, place in boxes])),
    )
    keys = [(file, tuple(sorted(places))) for file, _, places in images]
    first = [keys.index(key) for key in keys]
    expected = [-1 if other == row or not keys[row][1] else other for row, other in enumerate(first)]
    assert measured(tables, "image", "first_same_objects").tolist() == expected
    repeats = [other >= 0 and images[other][1] != images[row][1] for row, other in enumerate(expected)]
    assert measured(tables, "image", "repeats_objects").tolist() == repeats


name_strategy = st.text(alphabet="aAbC/\\.:", max_size=7)


def named(names: list[str], path: str = "a") -> Any:
    """Images of one file by name."""
    columns = {"file": [0] * len(names), "file_name": intern(names)}
    return make_tables(
        file_sets=make_table("file_set", 1),
        files=make_table("file", 1, {"file_set": [0], "path": intern([path])}),
        images=make_table("image", len(names), columns),
    )


@given(st.lists(name_strategy, max_size=6))
@settings(deadline=None)
def test_unportable_names(names: list[str]) -> None:
    """What Python's own paths say of a name, and whether an earlier one is the same in another case."""
    found = measured(named(names), "image", "is_unportable").tolist()
    for row, name in enumerate(names):
        windows, posix = PureWindowsPath(name), PurePosixPath(name)
        earlier = [other for other in names[:row] if other.lower() == name.lower()]
        clashes = bool(name and earlier) and earlier[0] != name
        is_rooted = bool(windows.drive or windows.root or posix.root)
        assert found[row] == (is_rooted or "\\" in name or ".." in posix.parts or clashes)


@given(st.lists(st.sampled_from(["", "a.jpg", "a", "b/a.png", "b\\a.x.png", "a.x", "A.jpg", "c.jpg"]), max_size=8))
@settings(deadline=None)
def test_names_of_other_files(names: list[str]) -> None:
    """Neither the name of the image nor its stem is that of the label file."""
    for path in ("labels/a.xml", "labels/a.x.xml"):
        own = PurePosixPath(path).stem
        bases = [PureWindowsPath(name) for name in names]
        expected = [bool(base.name) and own not in (base.name, base.stem) for base in bases]
        assert measured(named(names, path), "image", "names_another_file").tolist() == expected
