"""Whole files and folders in another notation than their format's, or with the same objects again."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset, Dataset, XmlDataset
from tests.mutations.operators.registry import BOXED, JSON, XML, at, operator
from tests.mutations.sites import Effect, Site


@operator("BX905", on=("coco",), implied=("BX104", "BX302", "BX604"))
def corners_for_sizes(data: CocoDataset, random: Random) -> Effect:
    for record in data.list("annotations"):
        x, y, width, height = record["bbox"]
        record["bbox"] = [x, y, x + width, y + height]
    return at(data.file_set())


@operator("BX906", on=BOXED, implied=("BX302", "BX604", "BX104"))
def fractions_for_pixels(data: Dataset, random: Random) -> Effect:
    digits = random.choice((4, 6, 9))
    for row in data.rows():
        width, height = data.size(row)
        values = data.numbers(row)
        data.write(row, [round(value / (height if place % 2 else width), digits) for place, value in enumerate(values)])
    return at(data.file_set())


@operator("BX906", on=("dior", "dota"), implied=("BX501", "BX502", "BX503"))
def fractions_for_vertices(data: Dataset, random: Random) -> Effect:
    rows = data.rows()
    side = max(value for row in rows for value in data.numbers(row))
    for row in rows:
        data.write(row, [round(value / side, 6) for value in data.numbers(row)])
    return at(data.file_set())


@operator("BX906", on=("coco5", "rolabelimg"), implied=("BX511",))
def fractions_for_rotated_boxes(data: Dataset, random: Random) -> Effect:
    for row in data.rows():
        *values, angle = data.numbers(row)
        data.write(row, [*(round(value / 2000, 6) for value in values), angle])
    return at(data.file_set())


@operator(
    "BX912", on=("voc",), implied=("BX101", "BX103", "BX104", "BX105", "BX201", "BX202", "BX203", "BX302", "BX902")
)
def repeated_corner_value(data: Dataset, random: Random) -> Effect:
    target, source = random.choice([(3, 2), (2, 3), (1, 0), (0, 1)])
    for row in data.rows():
        values = data.numbers(row)
        values[target] = values[source]
        data.write(row, values)
    return at(data.file_set())


@operator("BX917", on=JSON)
def constant_area(data: CocoDataset, random: Random) -> Effect:
    area = random.choice([1, 100.0, random.uniform(1, 5000)])
    rows = data.list("annotations")
    for record in random.sample(rows, random.randrange(len(rows) * 9 // 10, len(rows) + 1)):
        record["area"] = area
    return at(Site("file", data.path))


def _several(data: Dataset, random: Random) -> str:
    """A file with two distinct objects at least."""
    paths = [path for path, document in data.documents.items() if data.count(document) > 1]
    return random.choice(paths)


@operator("BX913", on=(*XML, "dota"))
def repeated_object_list(data: Dataset, random: Random) -> Effect:
    path = _several(data, random)
    rows = [row for row in data.rows() if row.path == path]
    records = [data.record(row, look=True) for row in rows]
    for _ in range(random.randrange(1, 4)):
        for record in records:
            data.append(path, deepcopy(record))
    return at(Site("file", path))


@operator("BX913", on=JSON)
def repeated_annotation_list(data: CocoDataset, random: Random) -> Effect:
    rows: list[Any] = data.list("annotations")
    originals = list(rows)
    number = max(record["id"] for record in rows)
    for _ in range(random.randrange(1, 3)):
        for record in originals:
            number += 1
            rows.append({**record, "id": number})
    return at(Site("file", data.path))


@operator("BX916", on=("voc",))
def labels_of_another_image(data: XmlDataset, random: Random) -> Effect:
    path = random.choice([path for path, root in data.documents.items() if len(root.findall("object")) >= 3])
    other = random.choice([other for other in data.documents if other != path])
    root = data.open(other)
    for item in [*root.findall("object"), *root.findall("size")]:
        root.remove(item)
    root.extend([deepcopy(item) for item in data.documents[path] if item.tag in ("object", "size")])
    return at(Site("image", max(path, other)))
