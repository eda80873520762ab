"""Images and categories."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, XmlDataset
from tests.mutations.operators.registry import JSON, XML, at, operator
from tests.mutations.sites import Effect, Site


def _image(data: CocoDataset, random: Random) -> tuple[dict[str, Any], Effect]:
    images = data.list("images")
    place = random.randrange(len(images))
    return images[place], at(Site("image", data.path, place))


def _category(data: CocoDataset, random: Random) -> tuple[dict[str, Any], Effect]:
    categories = data.list("categories")
    place = random.randrange(len(categories))
    return categories[place], at(Site("category", data.path, place))


def _added(data: CocoDataset, **fields: Any) -> Effect:
    categories = data.list("categories")
    categories.append({"id": max(category["id"] for category in categories) + 1, **fields})
    return at(Site("category", data.path, len(categories) - 1))


@operator("BX208", on=JSON)
def no_image_width(data: CocoDataset, random: Random) -> Effect:
    image, effect = _image(data, random)
    image[random.choice(["width", "height"])] = random.choice([0, -1, -640, 0.0])
    return effect


@operator("BX205", on=JSON)
def missing_image_width(data: CocoDataset, random: Random) -> Effect:
    image, effect = _image(data, random)
    side = random.choice(["width", "height"])
    if random.random() < 0.4:
        del image[side]
    else:
        image[side] = random.choice([None, "640", "", [640]])
    return effect


def _xml_image(data: XmlDataset, random: Random) -> tuple[Any, Effect]:
    path = random.choice([path for path, root in data.documents.items() if root.find("size") is not None])
    return data.open(path), at(Site("image", path))


@operator("BX205", on=XML)
def missing_size(data: XmlDataset, random: Random) -> Effect:
    root, effect = _xml_image(data, random)
    size = root.find("size")
    if random.random() < 0.5:
        root.remove(size)
    else:
        size.remove(size.find(random.choice(["width", "height"])))
    return effect


@operator("BX208", on=XML)
def no_size(data: XmlDataset, random: Random) -> Effect:
    root, effect = _xml_image(data, random)
    root.find(f"size/{random.choice(['width', 'height'])}").text = random.choice(["0", "-5"])
    return effect


@operator("BX306", on=JSON)
def duplicate_file_name(data: CocoDataset, random: Random) -> Effect:
    images = data.list("images")
    earlier, later = sorted(random.sample(range(len(images)), 2))
    images[later]["file_name"] = images[earlier]["file_name"]
    return at(Site("image", data.path, later))


@operator("BX306", on=XML)
def duplicate_filename(data: XmlDataset, random: Random) -> Effect:
    earlier, later = sorted(random.sample(range(len(data.documents)), 2))
    paths = list(data.documents)
    data.open(paths[later]).find("filename").text = data.documents[paths[earlier]].findtext("filename")
    return at(Site("image", paths[later]))


@operator("BX915", on=("voc",))
def another_filename(data: XmlDataset, random: Random) -> Effect:
    path = random.choice(list(data.documents))
    data.open(path).find("filename").text = "another.jpg"
    return at(Site("file", path))


@operator("BX006", on=JSON)
def missing_file_name(data: CocoDataset, random: Random) -> Effect:
    image, effect = _image(data, random)
    for key in ("file_name", "coco_url"):
        image.pop(key, None)
    return effect


@operator("BX918", on=JSON)
def unportable_file_name(data: CocoDataset, random: Random) -> Effect:
    image, effect = _image(data, random)
    name = image["file_name"]
    image["file_name"] = random.choice([f"/data/{name}", f"C:\\images\\{name}", f"images\\{name}", f"../{name}"])
    return effect


@operator("BX901", on=JSON)
def image_without_annotations(data: CocoDataset, random: Random) -> Effect:
    images = data.list("images")
    images.append(
        {"id": max(image["id"] for image in images) + 1, "file_name": "empty.jpg", "width": 640, "height": 480}
    )
    return at(Site("image", data.path, len(images) - 1))


@operator("BX308", on=JSON)
def duplicate_category_name(data: CocoDataset, random: Random) -> Effect:
    return _added(data, name=random.choice(data.list("categories"))["name"])


@operator("BX404", on=JSON)
def category_spelt_otherwise(data: CocoDataset, random: Random) -> Effect:
    name = random.choice([c["name"] for c in data.list("categories") if sum(map(str.isalnum, c["name"])) >= 3])
    other = random.choice([name.upper(), name.title(), name[:2] + "_" + name[2:], name + " "])
    if other in (category["name"] for category in data.list("categories")):
        raise LookupError("the same spelling")
    return _added(data, name=other)


@operator("BX405", on=JSON)
def unused_category(data: CocoDataset, random: Random) -> Effect:
    return _added(data, name="zeppelin")


@operator("BX406", on=JSON)
def blank_category_name(data: CocoDataset, random: Random) -> Effect:
    category, effect = _category(data, random)
    category["name"] = random.choice(["", " ", "\t \n"])
    return effect


@operator("BX409", on=JSON)
def implausible_category_name(data: CocoDataset, random: Random) -> Effect:
    category, effect = _category(data, random)
    category["name"] = random.choice(["0001.jpg", "[12, 40, 30, 9]", "None", "null", "NaN", "YES", "12.5 3"])
    return effect


@operator("BX006", on=JSON)
def missing_category_name(data: CocoDataset, random: Random) -> Effect:
    category, effect = _category(data, random)
    if random.random() < 0.5:
        del category["name"]
    else:
        category["name"] = random.choice([None, 5, ["ship"]])
    return effect


@operator("BX005", on=JSON)
def category_that_is_none(data: CocoDataset, random: Random) -> Effect:
    categories = data.list("categories")
    categories.append(random.choice([None, "ship", 5, ["ship"]]))  # type: ignore[arg-type]
    return at(Site("category", data.path, len(categories) - 1))


def _rename(data: Dataset, row: Site, name: str) -> None:
    if isinstance(data, XmlDataset):
        data.record(row).find("name").text = name
    elif isinstance(data, DotaDataset):
        data.record(row)[8] = name


def _folder_category(data: Dataset, random: Random, names: list[str]) -> Effect:
    """One object gets another name, which makes a category of its own."""
    row = data.pick(random)
    name = random.choice(names)
    _rename(data, row, name)
    return at(Site("category", data.folder(), name))


@operator("BX404", on=(*XML, "dota"))
def object_name_spelt_otherwise(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    name = data.category(row)
    other = random.choice([name.upper(), name.title(), name[:2] + "_" + name[2:]])
    order = list(dict.fromkeys(data.category(row) for row in data.rows()))
    if other in order or sum(map(str.isalnum, name)) < 3:
        raise LookupError("the same spelling, or too short")
    _rename(data, row, other)
    order = list(dict.fromkeys(data.category(row) for row in data.rows()))
    if name not in order:
        raise LookupError("no other object of that name")
    # the first spelling counts, and it may be the odd one
    return at(Site("category", data.folder(), max(name, other, key=order.index)))


@operator("BX409", on=(*XML, "dota"))
def implausible_object_name(data: Dataset, random: Random) -> Effect:
    return _folder_category(data, random, ["ship.png", "None", "null", "YES"])


@operator("BX406", on=XML)
def blank_object_name(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    _rename(data, row, random.choice(["", " ", "\n\t"]))
    return at(Site("category", data.folder(), data.category(row)))
