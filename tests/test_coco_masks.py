"""The area and extent of COCO masks, and masks that cannot be read."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycocotools import mask as peer

from boxlint.formats.coco.masks import read_mask
from boxlint.text.editing import Mask

SQUARE = [10, 20, 14, 20, 14, 26, 10, 26]
TRIANGLE = [0.5, 0.5, 4.5, 0.5, 0.5, 2.5]


def mask_of(segmentation: Any) -> Mask | None:
    return read_mask(json.dumps({"id": 1, "segmentation": segmentation, "iscrowd": 0}).encode())


def run_lengths(height: int, width: int, counts: Any) -> dict[str, Any]:
    return {"size": [height, width], "counts": counts}


@pytest.mark.parametrize(
    ("polygons", "mask"),
    [
        ([SQUARE], Mask(24.0, (10.0, 20.0, 14.0, 26.0))),
        ([SQUARE[::-1]], Mask(24.0, (20.0, 10.0, 26.0, 14.0))),
        ([TRIANGLE], Mask(4.0, (0.5, 0.5, 4.5, 2.5))),
        ([SQUARE, TRIANGLE], Mask(28.0, (0.5, 0.5, 14.0, 26.0))),
        ([[-2, -3, 4, -3, 4, 5, -2, 5]], Mask(48.0, (-2.0, -3.0, 4.0, 5.0))),
    ],
)
def test_polygons(polygons: Any, mask: Mask) -> None:
    assert mask_of(polygons) == mask


def test_the_area_of_a_small_polygon_far_out_is_exact() -> None:
    corner = 2.0**30
    polygon = [corner, corner, corner + 0.5, corner, corner + 0.5, corner + 0.25, corner, corner + 0.25]
    found = mask_of([polygon])
    assert found is not None
    assert found.area == 0.125


def test_official_areas_are_the_sum_of_the_enclosed_areas(real_data: Path) -> None:
    """COCO's own `area` is that of the polygons, to the noise of floats."""
    path = real_data / "MiXaiLL76+faster_coco_eval/coco/tests/dataset/cocoapi/instances_val2014_100.json"
    if not path.exists():
        pytest.skip("the sample of val2014 is not there")
    compared = 0
    for annotation in json.loads(path.read_bytes())["annotations"]:
        if isinstance(annotation["segmentation"], list):
            found = read_mask(json.dumps(annotation).encode())
            assert found is not None
            assert math.isclose(found.area, annotation["area"], rel_tol=1e-12)
            compared += 1
    assert compared > 800


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_run_lengths_agree_with_pycocotools_and_with_the_pixels(height: int, width: int, data: st.DataObject) -> None:
    pixels = data.draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    picture = np.asfortranarray(np.array(pixels, np.uint8).reshape(height, width))
    encoded = peer.encode(picture)
    counts = runs_of(picture)
    compressed = mask_of(run_lengths(height, width, encoded["counts"].decode()))
    assert compressed == mask_of(run_lengths(height, width, counts))
    if not picture.any():
        assert compressed is None
        return
    rows, columns = np.nonzero(picture)
    assert compressed == Mask(
        float(picture.sum()),
        (float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)),
    )
    assert compressed.area == float(peer.area(encoded))
    x, y, box_width, box_height = peer.toBbox(encoded).tolist()
    assert compressed.extent == (x, y, x + box_width, y + box_height)


def runs_of(picture: Any) -> list[int]:
    """The lengths of the runs down the columns, background first."""
    runs, value = [0], 0
    for pixel in picture.T.ravel().tolist():
        if pixel != value:
            runs.append(0)
            value = pixel
        runs[-1] += 1
    return runs


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_compressed_runs_of_any_length_are_decoded(runs: list[int]) -> None:
    height = sum(runs)
    if not 0 < height < 2**29:
        return
    encoded = peer.frPyObjects(run_lengths(height, 1, runs), height, 1)
    assert mask_of(run_lengths(height, 1, encoded["counts"].decode())) == mask_of(run_lengths(height, 1, runs))


def test_the_longest_runs() -> None:
    side = 20_000
    found = mask_of(run_lengths(side, side, [0, side * side]))
    assert found == Mask(float(side * side), (0.0, 0.0, float(side), float(side)))


def test_an_empty_run_of_pixels_has_no_extent() -> None:
    assert mask_of(run_lengths(4, 4, [2, 0, 3, 2, 9])) == Mask(2.0, (1.0, 1.0, 2.0, 3.0))
    assert mask_of(run_lengths(4, 4, [0, 0, 16])) is None


@pytest.mark.parametrize(
    "segmentation",
    [
        None,
        [],
        [[]],
        {},
        "abc",
        3,
        True,
        [[1, 2, 3, 4]],
        [[1, 2, 3, 4, 5]],
        [[1, 2, 3, 4, 5, 6, 7]],
        [SQUARE, []],
        [SQUARE, [1, 2]],
        [SQUARE, None],
        SQUARE,
        [[[1, 2], [3, 4], [5, 6]]],
        [["1", "2", "3", "4", "5", "6"]],
        [[1, 2, None, 4, 5, 6]],
        [[1, 2, True, 4, 5, 6]],
        [[1, 2, math.nan, 4, 5, 6]],
        [[1, 2, math.inf, 4, 5, 6]],
        [[1e300, 0, -1e300, 1e300, 0, -1e300]],
        {"size": [4, 4]},
        {"counts": [16]},
        run_lengths(4, 4, []),
        run_lengths(4, 4, ""),
        run_lengths(4, 4, None),
        run_lengths(4, 4, [16]),
        run_lengths(4, 4, [4, 11]),
        run_lengths(4, 4, [4, 13]),
        run_lengths(4, 4, [-4, 20]),
        run_lengths(4, 4, [20, -4]),
        run_lengths(4, 4, [4, -4, 16]),
        run_lengths(4, 4, [4, 2**32 + 12]),
        run_lengths(4, 4, [4, 2**64 + 12]),
        run_lengths(4, 4, [4, 10**30]),
        run_lengths(4, 4, [4, -(10**30)]),
        run_lengths(4, 4, [4.5, 11.5]),
        run_lengths(4, 4, ["4", "12"]),
        run_lengths(0, 4, [0]),
        run_lengths(-4, -4, [4, 12]),
        run_lengths(2**16, 2**16, [0, 2**32]),
        run_lengths(10**30, 1, [0, 10**30]),
        {"size": [4, 4, 1], "counts": [4, 12]},
        {"size": [4], "counts": [4]},
        {"size": "44", "counts": [4, 12]},
        # a group without an end, a number of too many groups, characters that are none
        run_lengths(4, 4, "4P"),
        run_lengths(4, 4, "P" * 40 + "0"),
        run_lengths(4, 4, "0`PPPPPPPP0"),
        run_lengths(4, 4, "P" * 100_000),
        run_lengths(4, 4, "4<\x00"),
        run_lengths(4, 4, "4 <"),
        run_lengths(4, 4, "4é<"),
        run_lengths(4, 4, "4\ud800<"),
        run_lengths(4, 4, "O"),
        run_lengths(4, 4, "oooo"),
    ],
)
def test_what_cannot_be_read_is_none(segmentation: Any) -> None:
    assert mask_of(segmentation) is None


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"null",
        b"[1]",
        b"{",
        b'{"id": 1}',
        b'{"segmentation": [[1, 2, 3, 4, 5, 6]',
        b'{"segmentation": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"segmentation": [[10, 20, 14, 20, 14, 26]], "segmentation": []}',
        b'{"inner": {"segmentation": [[10, 20, 14, 20, 14, 26]]}}',
    ],
)
def test_records_without_a_mask(record: bytes) -> None:
    assert read_mask(record) is None


def test_the_last_of_repeated_masks_counts() -> None:
    assert read_mask(b'{"segmentation": [], "segmentation": [[0, 0, 2, 0, 2, 2]]}') == Mask(2.0, (0.0, 0.0, 2.0, 2.0))


@settings(max_examples=300)
@given(
    st.integers(-1, 9) | st.integers(),
    st.integers(-1, 9) | st.integers(),
    st.text(st.characters(min_codepoint=48, max_codepoint=111), max_size=40)
    | st.text(max_size=20)
    | st.lists(st.integers(-3, 90) | st.integers(), max_size=12),
)
@example(4, 4, "0000000000000000")
def test_hostile_run_lengths_never_raise(height: int, width: int, counts: Any) -> None:
    found = mask_of(run_lengths(height, width, counts))
    if found is not None:
        x_min, y_min, x_max, y_max = found.extent
        assert 0 <= x_min < x_max <= width
        assert 0 <= y_min < y_max <= height
        assert 0 < found.area <= (x_max - x_min) * (y_max - y_min)
