"""Upright boxes without area, too small, too long, outside, or with another area than is written."""

from __future__ import annotations

from random import Random
from typing import Final

from tests.mutations.datasets import CocoDataset, Dataset
from tests.mutations.operators.registry import BOXED, MASK, at, operator
from tests.mutations.sites import Effect, Site

_ROUNDING: Final = 1e-3


def sized(data: Dataset, random: Random) -> tuple[Site, float, float]:
    """A row whose image has a size."""
    row = data.pick(random)
    width, height = data.size(row)
    if not (width > 0 and height > 0):
        raise LookupError("no image size")
    return row, width, height


@operator("BX101", on=BOXED, implied=MASK)
def zero_width(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, _, height = data.box(row)
    data.write_box(row, x, y, 0, height)
    return at(row)


@operator("BX101", on=BOXED, implied=MASK)
def zero_height(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, _ = data.box(row)
    data.write_box(row, x, y, width, 0)
    return at(row)


@operator("BX101", on=("coco",), implied=MASK)
def width_lost_in_float32(data: Dataset, random: Random) -> Effect:
    """A width below the distance of neighbouring float32 numbers, between two of them."""
    row, width, _ = sized(data, random)
    _, y, _, height = data.box(row)
    x = random.randrange(256, int(width) - 1) + 0.25
    data.write_box(row, x, y, 10 ** random.uniform(-9, -5.1), height)
    return at(row)


@operator("BX102", on=("coco",), implied=MASK)
def negative_width(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, height = data.box(row)
    data.write_box(row, x, y, random.choice([-width, -0.01, -random.uniform(1e-6, 900)]), height)
    return at(row)


@operator("BX102", on=("coco",), implied=MASK)
def negative_height(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, height = data.box(row)
    data.write_box(row, x, y, width, random.choice([-height, -0.01, -random.uniform(1e-6, 900)]))
    return at(row)


@operator("BX102", on=("voc",))
def swapped_corners(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    left, top, right, bottom = data.numbers(row)
    swaps = [(right, top, left, bottom), (left, bottom, right, top), (right, bottom, left, top)]
    data.write(row, random.choice(swaps))
    return at(row)


@operator("BX103", on=BOXED, implied=MASK)
def sub_pixel(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, height = data.box(row)
    side = random.choice([0.9985, 0.5, random.uniform(0.05, 0.99)])
    # across a whole number, so that the corners of VOC do not become one when they are cut to whole numbers
    x, y = int(x) + 1 - side / 2, int(y) + 1 - side / 2
    sides = [(side, min(height, 90 * side)), (min(width, 90 * side), side), (side, side)]
    data.write_box(row, x, y, *random.choice(sides))
    return at(row)


@operator("BX105", on=("voc",))
def cut_to_nothing(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    left, top, right, bottom = data.numbers(row)
    start, end = sorted((random.uniform(0.01, 0.5), random.uniform(0.51, 0.99)))
    if random.random() < 0.5:
        data.write(row, [int(left) + start, top, int(left) + end, bottom])
    else:
        data.write(row, [left, int(top) + start, right, int(top) + end])
    return at(row)


@operator("BX104", on=BOXED, implied=MASK)
def extreme_aspect(data: Dataset, random: Random) -> Effect:
    row, width, height = sized(data, random)
    side = random.choice([1.0, 2.0, random.uniform(1, min(width, height) / 130)])
    # only of whole numbers is the ratio exactly 100
    length = side * random.choice([100 if side.is_integer() else 100.001, random.uniform(100.01, 125)])
    x, y = random.randrange(2, int(width - length)), random.randrange(2, int(height - length))
    data.write_box(row, x, y, *random.choice([(side, length), (length, side)]))
    return at(row)


@operator("BX201", on=BOXED, implied=MASK)
def wholly_outside(data: Dataset, random: Random) -> Effect:
    row, image_width, image_height = sized(data, random)
    x, y, width, height = data.box(row)
    away = random.choice([0, 0.5, random.uniform(0, 2000)])
    places = [(-width - away, y), (x, -height - away), (image_width + away, y), (x, image_height + away)]
    data.write_box(row, *random.choice(places), width, height)
    return at(row)


@operator("BX202", on=BOXED, implied=MASK)
def partly_outside(data: Dataset, random: Random) -> Effect:
    row, image_width, image_height = sized(data, random)
    x, y, width, height = data.box(row)
    if min(width, height) < 4:
        raise LookupError("a sliver would be left")
    out = random.choice([1.002, 1.5, random.uniform(1.002, min(width, height) - 2)])
    places = [(-out, y), (x, -out), (image_width - width + out, y), (x, image_height - height + out)]
    data.write_box(row, *random.choice(places), width, height)
    return at(row)


@operator("BX211", on=BOXED, implied=MASK)
def slight_overhang(data: Dataset, random: Random) -> Effect:
    row, image_width, image_height = sized(data, random)
    x, y, width, height = data.box(row)
    if min(width, height) < 4:
        raise LookupError("a sliver would be left")
    out = random.choice([0.002, 1.0, random.uniform(0.002, 1)])
    places = [(-out, y), (x, -out), (image_width - width + out, y), (x, image_height - height + out)]
    data.write_box(row, *random.choice(places), width, height)
    return at(row)


@operator("BX203", on=BOXED, implied=MASK)
def sliver_left(data: Dataset, random: Random) -> Effect:
    row, image_width, image_height = sized(data, random)
    x, y, width, height = data.box(row)
    if min(width, height) < 4:
        raise LookupError("too small to leave a sliver")
    left = random.choice([0.998, 0.1, random.uniform(0.01, 0.99)])
    places = [(left - width, y), (x, left - height), (image_width - left, y), (x, image_height - left)]
    data.write_box(row, *random.choice(places), width, height)
    return at(row)


@operator("BX210", on=("voc",), implied=("BX211",))
def zero_based_corner(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    left, top, right, bottom = data.numbers(row)
    start = random.choice([0, 0.99, 0.5])
    data.write(row, random.choice([(start, top, right, bottom), (left, start, right, bottom)]))
    return at(row)


@operator("BX107", on=BOXED, implied=MASK)
def full_image(data: Dataset, random: Random) -> Effect:
    row, width, height = sized(data, random)
    if data.is_alone(row):
        raise LookupError("no other box in the image")
    part = random.choice([1, 0.991, random.uniform(0.991, 1)])
    data.write_box(row, width * (1 - part) / 2, height * (1 - part) / 2, width * part, height * part)
    return at(row)


@operator("BX801", on=("coco",), implied=MASK)
def area_beyond_fp16(data: Dataset, random: Random) -> Effect:
    row, _, _ = sized(data, random)
    if max(data.box(row)[2:]) > 180:
        raise LookupError("it may be beyond already")
    data.write_box(row, 5, 5, random.uniform(257, 600), random.uniform(257, 600))
    return at(row)


@operator("BX802", on=("coco",), implied=(*MASK, "BX103"))
def corners_equal_in_fp16(data: Dataset, random: Random) -> Effect:
    row, width, _ = sized(data, random)
    _, y, _, _ = data.box(row)
    if width < 530:
        raise LookupError("float16 numbers are half a pixel apart from 512 on")
    x = random.randrange(520, int(width) - 2)
    data.write_box(row, x + 0.05, y, random.uniform(0.05, 0.1), random.uniform(2, 4))
    return at(row)


@operator("BX108", on=("coco",))
def wrong_area(data: CocoDataset, random: Random) -> Effect:
    row = data.pick(random)
    record = data.record(row)
    _, _, width, height = data.box(row)
    full = width * height
    more = full * random.choice([1.03, 2, random.uniform(1.03, 9)]) + 1.5
    less = full * random.uniform(0.1, 0.9) - 1.5
    if not record.get("segmentation") and less > 0 and random.random() < 0.5:
        more = less
    record["area"] = more
    return at(row)
