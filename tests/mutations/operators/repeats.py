"""Objects that are there twice, or in two places."""

from __future__ import annotations

from random import Random

from tests.mutations.datasets import KEYS, CocoDataset, Dataset, XmlDataset
from tests.mutations.generate import turned
from tests.mutations.operators.boxes import sized
from tests.mutations.operators.registry import BOXED, EVERY, MASK, QUADS, at, operator
from tests.mutations.sites import Effect


@operator("BX301", on=EVERY)
def repeated_object(data: Dataset, random: Random) -> Effect:
    """The same object again, under a new id where it has one."""
    row = data.pick(random)
    if data.syntax != "json" and data.is_alone(row) and random.random() < 0.5:
        raise LookupError("mostly files with more than one object")
    return at(data.duplicate(row))


@operator("BX302", on=BOXED, implied=MASK)
def nearly_repeated_box(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, height = data.box(row)
    if max(width, height) < 1:
        raise LookupError("the change would be a rounding")
    part = random.choice([0.9502, random.uniform(0.951, 0.995)])
    copy = data.duplicate(row)
    data.write_box(copy, x, y, *((width * part, height) if width > height else (width, height * part)))
    return at(copy)


@operator("BX303", on=BOXED + QUADS + ("coco5", "rolabelimg"))
def same_box_other_category(data: Dataset, random: Random) -> Effect:
    if data.syntax == "json":
        return _recategorised(data, random)  # type: ignore[arg-type]
    row = data.pick(random)
    copy = data.duplicate(row)
    others = sorted({data.category(other) for other in data.rows()} - {data.category(row)})
    if not others:
        raise LookupError("one category only")
    if data.syntax == "xml":
        data.record(copy).find("name").text = random.choice(others)
    else:
        data.record(copy)[8] = random.choice(others)
    return at(copy)


def _recategorised(data: CocoDataset, random: Random) -> Effect:
    row = data.pick(random, lambda record: not record.get("keypoints"))
    own = data.category(row)
    others = [category["id"] for category in data.documents[row.path]["categories"] if category["id"] != own]
    copy = data.duplicate(row)
    data.record(copy)["category_id"] = random.choice(others)
    return at(copy)


@operator("BX514", on=("voc",))
def quad_elsewhere(data: XmlDataset, random: Random) -> Effect:
    """A rotated box beside the upright one, far from it."""
    row, image_width, image_height = sized(data, random)
    _, _, width, height = data.box(row)
    item = data.record(row)
    center = (random.uniform(110, image_width - 110), random.uniform(110, image_height - 110))
    x, y, _, _ = data.box(row)
    if abs(center[0] - x) < 200 and abs(center[1] - y) < 200:
        raise LookupError("too near")
    corners = [value for point in turned(center, width, height, random.uniform(0, 3)) for value in point]
    element = item.makeelement("robndbox", {})
    for key, value in zip(KEYS["dior"][1], corners, strict=True):
        child = item.makeelement(key, {})
        child.text = f"{value:.2f}"
        element.append(child)
    item.append(element)
    return at(row)
