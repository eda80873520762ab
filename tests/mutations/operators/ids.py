"""Ids and references: twice, of another type, absent, or leading nowhere."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, XmlDataset
from tests.mutations.operators.registry import JSON, XML, at, operator
from tests.mutations.sites import Effect, Found, Site


def _row(data: CocoDataset, random: Random) -> Site:
    """Any annotation, crowds too."""
    return random.choice(data.rows())


@operator("BX304", on=JSON)
def duplicate_annotation_id(data: CocoDataset, random: Random) -> Effect:
    earlier, later = sorted(random.sample(data.rows(), 2))
    data.record(later)["id"] = data.record(earlier)["id"]
    return at(later)


@operator("BX402", on=JSON)
def dangling_image_id(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    known = {image["id"] for image in data.list("images")}
    data.record(row)["image_id"] = random.choice(sorted({0, -1, max(known) + 1, 10**12} - known))
    return at(row)


@operator("BX401", on=JSON)
def unknown_category_id(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    known = {category["id"] for category in data.list("categories")}
    data.record(row)["category_id"] = random.choice(sorted({0, -1, max(known) + 1, 10**12} - known))
    return at(row)


def _names(data: Dataset) -> list[str]:
    return sorted({data.category(row) for row in data.rows()})


@operator("BX401", on=(*XML, "dota"), classes=_names)
def name_of_no_class(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    if isinstance(data, XmlDataset):
        data.record(row).find("name").text = "zeppelin"
    elif isinstance(data, DotaDataset):
        data.record(row)[8] = "zeppelin"
    return at(row)


@operator("BX016", on=JSON)
def image_id_as_string(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    data.record(row)["image_id"] = str(data.record(row)["image_id"])
    return at(row)


@operator("BX016", on=JSON)
def category_id_as_string(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    data.record(row)["category_id"] = str(data.record(row)["category_id"])
    return at(row)


@operator("BX016", on=JSON)
def float_annotation_id(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    key = random.choice(["id", "image_id", "category_id"])
    data.record(row)[key] = float(data.record(row)[key])
    return at(row)


def _first_reference(data: CocoDataset, key: str, value: Any) -> list[Site]:
    rows = [row for row in data.rows() if data.record(row, look=True).get(key) == value]
    return rows[:1]


@operator("BX016", on=JSON)
def float_image_id(data: CocoDataset, random: Random) -> Effect:
    images = data.list("images")
    place = random.randrange(len(images))
    own = images[place]["id"]
    images[place]["id"] = float(own)
    return at(Site("image", data.path, place), *_first_reference(data, "image_id", own))


@operator("BX016", on=JSON)
def category_ids_as_strings(data: CocoDataset, random: Random) -> Effect:
    for category in data.list("categories"):
        category["id"] = str(category["id"])
    return at(data.rows()[0])


def _without(data: CocoDataset, random: Random, key: str, *, null: bool = True) -> Effect:
    row = _row(data, random)
    if null and random.random() < 0.5:
        data.record(row)[key] = None
    else:
        del data.record(row)[key]
    return at(row)


@operator("BX006", on=JSON)
def missing_id(data: CocoDataset, random: Random) -> Effect:
    return _without(data, random, "id")


@operator("BX006", on=JSON)
def missing_category_id(data: CocoDataset, random: Random) -> Effect:
    return _without(data, random, "category_id")


@operator("BX006", on=JSON)
def missing_image_id(data: CocoDataset, random: Random) -> Effect:
    return _without(data, random, "image_id")


@operator("BX005", on=JSON)
def id_that_is_none(data: CocoDataset, random: Random) -> Effect:
    row = _row(data, random)
    key = random.choice(["id", "image_id", "category_id"])
    data.record(row)[key] = random.choice([True, [], {}, 2**70])
    return at(row)


@operator("BX305", on=JSON)
def duplicate_image_id(data: CocoDataset, random: Random) -> Effect:
    images = data.list("images")
    images.append({**random.choice(images), "file_name": "another.jpg"})
    return at(Site("image", data.path, len(images) - 1))


@operator("BX305", on=JSON)
def image_id_of_another(data: CocoDataset, random: Random) -> Effect:
    """One image takes the id of another: its annotations lose it."""
    images = data.list("images")
    earlier, later = sorted(random.sample(range(len(images)), 2))
    images[later]["id"], lost = images[earlier]["id"], images[later]["id"]
    return Effect((Site("image", data.path, later),), _dangling(data, lost))


def _dangling(data: CocoDataset, image: Any) -> frozenset[Found]:
    return frozenset(("BX402", row) for row in data.rows() if data.record(row, look=True)["image_id"] == image)


@operator("BX006", on=JSON)
def missing_image_s_id(data: CocoDataset, random: Random) -> Effect:
    images = data.list("images")
    place = random.randrange(len(images))
    return Effect((Site("image", data.path, place),), _dangling(data, images[place].pop("id")))


@operator("BX307", on=JSON)
def duplicate_category_id(data: CocoDataset, random: Random) -> Effect:
    categories = data.list("categories")
    categories.append({**random.choice(categories), "name": "zeppelin"})
    return at(Site("category", data.path, len(categories) - 1))


@operator("BX309", on=JSON)
def annotation_id_zero(data: CocoDataset, random: Random) -> Effect:
    if any(record["id"] == 0 for record in data.list("annotations")):
        raise LookupError("it has one")
    row = _row(data, random)
    data.record(row)["id"] = 0
    return at(row)


@operator("BX408", on=JSON)
def category_id_zero(data: CocoDataset, random: Random) -> Effect:
    categories = data.list("categories")
    place = random.randrange(len(categories))
    if any(category["id"] == 0 for category in categories):
        raise LookupError("there is one")
    old, categories[place]["id"] = categories[place]["id"], 0
    for record in data.list("annotations"):
        if record["category_id"] == old:
            record["category_id"] = 0
    return at(Site("category", data.path, place))
