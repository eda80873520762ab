"""Fields of a record: absent, null, of another type, or records that are none."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset, DotaDataset, ResultsDataset, XmlDataset
from tests.mutations.operators.registry import JSON, XML, at, operator
from tests.mutations.sites import Effect, Site


def _row(data: CocoDataset, random: Random) -> Site:
    return random.choice(data.rows())


def _set(data: CocoDataset, row: Site, key: str, value: Any) -> Effect:
    data.record(row)[key] = value
    return at(row)


@operator("BX006", on=JSON)
def missing_bbox(data: CocoDataset, random: Random) -> Effect:
    row = data.pick(random, lambda record: not record.get("segmentation") and not record.get("keypoints"))
    del data.record(row)["bbox"]
    return at(row)


@operator("BX020", on=("coco",))
def box_left_to_the_mask(data: CocoDataset, random: Random) -> Effect:
    row = data.pick(random, lambda record: record.get("segmentation") or record.get("keypoints"))
    record = data.record(row)
    if random.random() < 0.5:
        del record["bbox"]
    else:
        record["bbox"] = None
    return at(row)


@operator("BX011", on=JSON)
def missing_area(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    del data.record(row)["area"]
    return at(row)


@operator("BX011", on=JSON)
def null_area(data: CocoDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "area", None)


@operator("BX011", on=JSON)
def nan_area(data: CocoDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "area", random.choice([float("nan"), float("inf"), float("-inf")]))


@operator("BX012", on=JSON)
def zero_area(data: CocoDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "area", random.choice([0, 0.0, -0.0]))


@operator("BX012", on=JSON)
def negative_area(data: CocoDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "area", -random.choice([1e-9, random.uniform(0, 1e5)]))


@operator("BX013", on=JSON)
def null_iscrowd(data: CocoDataset, random: Random) -> Effect:
    return _set(data, data.pick(random), "iscrowd", None)


@operator("BX013", on=JSON)
def boolean_iscrowd(data: CocoDataset, random: Random) -> Effect:
    return _set(data, data.pick(random), "iscrowd", random.choice([True, False]))


@operator("BX013", on=JSON)
def iscrowd_of_two(data: CocoDataset, random: Random) -> Effect:
    return _set(data, data.pick(random), "iscrowd", random.choice([2, -1, 0.0, "0", "1", [], 0.5]))


@operator("BX018", on=JSON)
def missing_iscrowd(data: CocoDataset, random: Random) -> Effect:
    row = data.pick(random)
    if "iscrowd" not in data.record(row):
        raise LookupError("missing already")
    del data.record(row)["iscrowd"]
    return at(row)


@operator("BX010", on=JSON)
def extra_key(data: CocoDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "tag", random.choice(["x", None, 5, [1]]))


@operator("BX005", on=JSON)
def record_that_is_none(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    data.list("annotations")[int(row.place)] = random.choice([None, 5, "ship", [1, 2, 3, 4], True])
    return at(row)


@operator("BX005", on=XML)
def object_that_is_none(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    item = data.record(row)
    for child in list(item):
        item.remove(child)
    item.text = random.choice(["", "ship", "1 2 3 4"])
    return at(row)


@operator("BX005", on=("dota",))
def line_that_is_none(data: DotaDataset, random: Random) -> Effect:
    # before the first object a line of words is a header
    row = data.pick(random)
    if row.place == 0:
        raise LookupError("the first object of a file")
    data.record(row)[:] = random.choice([["ship"], ["see", "the", "other", "file"], ["12", "13"], ["1.0"]])
    return at(row)


@operator("BX006", on=XML)
def missing_name(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    data.record(row).remove(data.record(row).find("name"))
    return at(row)


@operator("BX006", on=XML)
def missing_box_element(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    data.record(row).remove(data.element(row))
    return at(row)


@operator("BX006", on=("dota",))
def missing_dota_category(data: DotaDataset, random: Random) -> Effect:
    row = data.pick(random)
    del data.record(row)[8:]
    return at(row)


@operator("BX015", on=("dota",))
def missing_difficulty(data: DotaDataset, random: Random) -> Effect:
    row = data.pick(random)
    del data.record(row)[9:]
    return at(row)


@operator("BX025", on=("coco-results",))
def score_out_of_range(data: ResultsDataset, random: Random) -> Effect:
    row = data.pick(random, lambda record: not record.get("keypoints"))
    return _set(data, row, "score", random.choice([-0.5, 1.0001, 87, 99.5, 1e9]))


@operator("BX005", on=("coco-results",))
def score_that_is_none(data: ResultsDataset, random: Random) -> Effect:
    return _set(data, _row(data, random), "score", random.choice(["0.5", True, [], {}, float("nan"), float("inf")]))


@operator("BX006", on=("coco-results",))
def missing_score(data: ResultsDataset, random: Random) -> Effect:
    row = _row(data, random)
    del data.record(row)["score"]
    return at(row)
