"""Polygons, masks and keypoints of COCO objects."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset
from tests.mutations.operators.registry import MASK, at, operator
from tests.mutations.sites import Effect, Site

_ON = ("coco",)


def _polygon(data: CocoDataset, random: Random) -> tuple[Site, dict[str, Any], int]:
    """A row with polygons, its record, and which polygon is to be spoilt."""
    row = data.pick(random, lambda record: isinstance(record.get("segmentation"), list) and record["segmentation"])
    record = data.record(row)
    return row, record, random.randrange(len(record["segmentation"]))


def _rle(data: CocoDataset, random: Random) -> tuple[Site, dict[str, Any]]:
    row = data.pick(random, lambda record: isinstance(record.get("segmentation"), dict))
    return row, data.record(row)["segmentation"]


@operator("BX601", on=_ON, implied=MASK)
def polygon_of_two_points(data: CocoDataset, random: Random) -> Effect:
    row, record, which = _polygon(data, random)
    record["segmentation"][which] = record["segmentation"][which][: random.choice((2, 4))]
    return at(row)


@operator("BX601", on=_ON, implied=MASK)
def polygon_of_corners(data: CocoDataset, random: Random) -> Effect:
    row, record, _ = _polygon(data, random)
    x, y, width, height = record["bbox"]
    record["segmentation"] = [[x, y, x + width, y + height]]
    return at(row)


@operator("BX601", on=_ON, implied=MASK)
def odd_polygon(data: CocoDataset, random: Random) -> Effect:
    row, record, which = _polygon(data, random)
    record["segmentation"][which].pop(random.randrange(len(record["segmentation"][which])))
    return at(row)


@operator("BX603", on=_ON, implied=MASK)
def flat_polygon(data: CocoDataset, random: Random) -> Effect:
    row, record, _ = _polygon(data, random)
    x, y, width, height = record["bbox"]
    parts = sorted(random.uniform(0, 1) for _ in range(random.randrange(1, 6)))
    points = [(x, y), *((x + part * width, y + part * height) for part in parts), (x + width, y + height)]
    record["segmentation"] = [[value for point in points for value in point]]
    return at(row)


@operator("BX613", on=_ON, implied=MASK)
def bow_tie_polygon(data: CocoDataset, random: Random) -> Effect:
    row, record, _ = _polygon(data, random)
    x, y, width, height = record["bbox"]
    tie = [x, y, x + width, y + height, x + width, y, x, y + height]
    record["segmentation"] = [random.choice([tie, tie[2:] + tie[:2], tie[4:] + tie[:4]])]
    return at(row)


@operator("BX602", on=_ON, implied=MASK)
def crossing_polygon(data: CocoDataset, random: Random) -> Effect:
    row, record, _ = _polygon(data, random)
    x, y, width, height = record["bbox"]
    right, low, mid = x + width, y + height, x + width / 2
    record["segmentation"] = [[x, y, right, low, right, y, x, low, mid, low]]
    return at(row)


@operator("BX614", on=_ON, implied=MASK)
def polygon_outside_image(data: CocoDataset, random: Random) -> Effect:
    row, record, which = _polygon(data, random)
    record["segmentation"][which][random.randrange(2)] = -random.choice([1.01, random.uniform(1.01, 500)])
    return at(row)


@operator("BX611", on=_ON, implied=MASK)
def nan_in_polygon(data: CocoDataset, random: Random) -> Effect:
    row, record, which = _polygon(data, random)
    polygon = record["segmentation"][which]
    polygon[random.randrange(len(polygon))] = float(random.choice(["nan", "inf", "-inf"]))
    return at(row)


@operator("BX604", on=_ON)
def mask_elsewhere(data: CocoDataset, random: Random) -> Effect:
    """Polygons shifted off their box by more than two pixels and a twentieth of it, within the image."""
    row, record, _ = _polygon(data, random)
    x, _, width, height = record["bbox"]
    right = data.size(row)[0] - x - width
    shift = max(2.05, 0.051 * max(width, height)) * random.choice([1, random.uniform(1, 4)])
    if right > shift:
        step = shift
    elif x > shift:
        step = -shift
    else:
        raise LookupError("no room")
    record["segmentation"] = [
        [value + step * (place % 2 == 0) for place, value in enumerate(polygon)] for polygon in record["segmentation"]
    ]
    return at(row)


@operator("BX605", on=_ON, implied=MASK)
def broken_run_lengths(data: CocoDataset, random: Random) -> Effect:
    row, mask = _rle(data, random)
    if isinstance(mask["counts"], list):
        mask["counts"][random.randrange(len(mask["counts"]))] += random.choice([1, 50])
    else:
        mask["counts"] = mask["counts"][: random.randrange(len(mask["counts"]))]
    return at(row)


@operator("BX605", on=_ON, implied=MASK)
def wrong_mask_size(data: CocoDataset, random: Random) -> Effect:
    row, mask = _rle(data, random)
    rows, columns = mask["size"]
    mask["size"] = random.choice([[columns, rows] if rows != columns else [1, rows], [rows + 1, columns], [1, 1]])
    return at(row)


@operator("BX605", on=_ON, implied=MASK)
def run_lengths_of_huge_size(data: CocoDataset, random: Random) -> Effect:
    row, mask = _rle(data, random)
    mask["size"][random.randrange(2)] = random.choice([10**309, -(10**309), 10**300, "100"])
    return at(row)


@operator("BX606", on=_ON, implied=MASK)
def empty_mask(data: CocoDataset, random: Random) -> Effect:
    row, mask = _rle(data, random)
    mask["counts"] = [mask["size"][0] * mask["size"][1]]
    return at(row)


def _person(data: CocoDataset, random: Random) -> tuple[Site, dict[str, Any]]:
    row = data.pick(random, lambda record: record.get("keypoints"))
    return row, data.record(row)


@operator("BX607", on=_ON)
def wrong_keypoint_count(data: CocoDataset, random: Random) -> Effect:
    row, record = _person(data, random)
    points = record["keypoints"]
    record["keypoints"] = random.choice([points[:-3], [*points, 0, 0, 0], points + points])
    return at(row)


@operator("BX003", on=_ON)
def keypoint_that_is_no_number(data: CocoDataset, random: Random) -> Effect:
    row, record = _person(data, random)
    place = random.randrange(len(record["keypoints"]))
    record["keypoints"][place] = random.choice([str(record["keypoints"][place]), None, True, "abc"])
    return at(row)


@operator("BX608", on=_ON)
def invalid_visibility(data: CocoDataset, random: Random) -> Effect:
    row, record = _person(data, random)
    seen = [place for place in range(2, len(record["keypoints"]), 3) if record["keypoints"][place] > 0]
    record["keypoints"][random.choice(seen)] = random.choice([3, 0.5, 7])
    return at(row)


@operator("BX609", on=_ON)
def keypoint_outside_image(data: CocoDataset, random: Random) -> Effect:
    row, record = _person(data, random)
    width, height = data.size(row)
    seen = [place for place in range(2, len(record["keypoints"]), 3) if record["keypoints"][place] > 0]
    place = random.choice(seen)
    away = random.choice([2, random.uniform(2, 500)])
    axis, value = random.choice([(2, -away), (2, width + away), (1, -away), (1, height + away)])
    record["keypoints"][place - axis] = value
    return at(row)


@operator("BX612", on=_ON)
def keypoints_counted_wrong(data: CocoDataset, random: Random) -> Effect:
    row, record = _person(data, random)
    record["num_keypoints"] = 0
    return at(row)
