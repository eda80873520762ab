"""Clean datasets of 20 images and 100 annotations, drawn by a seeded generator."""

from __future__ import annotations

import math
from random import Random
from typing import Any, Final
from xml.etree import ElementTree

from tests.mutations.datasets import (
    KEYS,
    CocoDataset,
    Dataset,
    DotaDataset,
    Element,
    ResultsDataset,
    XmlDataset,
    YoloDataset,
)

IMAGES: Final = 20
ANNOTATIONS: Final = 100
NAMES: Final = ("ship", "harbour", "storage-tank", "person")
KINDS: Final = ("coco", "coco5", "voc", "dior", "rolabelimg", "dota", "yolo", "coco-results", "splits")
_PERSON: Final = 4
_JOINTS: Final = ["nose", "left_hand", "right_hand", "left_foot", "right_foot"]
_SHORTEST, _LONGEST = 16.0, 180.0

Box = tuple[float, float, float, float]


def generate(kind: str, seed: str = "boxlint") -> Dataset:
    """A dataset on which no rule has anything to say: "coco", "coco5" (rotated boxes), "voc", "dior", …"""
    if kind == "splits":
        return _two_splits()
    if kind == "coco-results":
        return _results(seed)
    random = Random(f"{kind} {seed}")
    sizes = [(random.randrange(640, 2000), random.randrange(640, 1500)) for _ in range(IMAGES)]
    images = [*range(IMAGES), *(int(IMAGES * random.random() ** 2) for _ in range(ANNOTATIONS - IMAGES))]
    taken: list[list[Box]] = [[] for _ in sizes]
    boxes = [_free_box(random, sizes[image], taken[image]) for image in images]
    if kind in ("coco", "coco5"):
        make = _plain_record if kind == "coco" else _rotated_record
        records = [make(random, row, image, sizes[image], boxes[row]) for row, image in enumerate(images)]
        return CocoDataset("coco", "generated", {"instances.json": _coco(sizes, records)})
    objects: list[list[tuple[str, list[str]]]] = [[] for _ in sizes]
    for row, image in enumerate(images):
        objects[image].append((NAMES[row % len(NAMES)], _coordinates(kind, random, boxes[row])))
    stems = [f"P{image:04}" for image in range(IMAGES)]
    if kind == "dota":
        lines = {
            f"labels/{stem}.txt": [[*values, name, str(random.randrange(3))] for name, values in inside]
            for stem, inside in zip(stems, objects, strict=True)
        }
        return DotaDataset("dota", "generated", lines)
    if kind == "yolo":
        rows = {
            f"labels/{stem}.txt": [[str(NAMES.index(name)), *_fractions(values, size)] for name, values in inside]
            for stem, size, inside in zip(stems, sizes, objects, strict=True)
        }
        return YoloDataset("yolo", "generated", rows)
    files = {
        f"labels/{stem}.xml": _xml(kind, stem, size, inside)
        for stem, size, inside in zip(stems, sizes, objects, strict=True)
    }
    return XmlDataset(kind, "generated", files)


def _two_splits() -> Dataset:
    """Two COCO files of a training and a validation split, without an image in common."""
    documents = {}
    for split in ("train", "val"):
        document = generate("coco", split).documents["instances.json"]
        for image in document["images"]:
            image["file_name"] = f"{split}_{image['file_name']}"
        documents[f"annotations/instances_{split}.json"] = document
    return CocoDataset("coco", "generated", documents)


def _results(seed: str) -> Dataset:
    """What a detector might have found of a COCO dataset."""
    random = Random(f"coco-results {seed}")
    truth = generate("coco", seed).documents["instances.json"]["annotations"]
    keys = ("image_id", "category_id", "bbox", "segmentation", "keypoints")
    found = [{key: record[key] for key in keys if key in record} for record in truth]
    scored = [{**record, "score": round(random.random(), 4)} for record in found]
    return ResultsDataset("coco-results", "generated", {"results.json": {"annotations": scored}})


def _free_box(random: Random, size: tuple[int, int], taken: list[Box]) -> Box:
    """A box whose surroundings, in which it can turn, lie in the image, and that is not nearly one of the others."""
    while True:
        width, height = (math.exp(random.uniform(math.log(_SHORTEST), math.log(_LONGEST))) for _ in "wh")
        shorter, longer = sorted((width, height))
        if longer < shorter + 4:
            # the angle of squares says nothing
            continue
        reach = math.hypot(width, height) / 2 + 2
        x, y = random.uniform(reach, size[0] - reach), random.uniform(reach, size[1] - reach)
        box = (x - width / 2, y - height / 2, width, height)
        if all(math.dist(box[:2], other[:2]) > 12 for other in taken):
            taken.append(box)
            return box


def _coordinates(kind: str, random: Random, box: Box) -> list[str]:
    x, y, width, height = box
    if kind in ("voc", "yolo"):
        return [str(round(value)) for value in (x, y, x + width, y + height)]
    angle = random.uniform(0, math.pi)
    center = (x + width / 2, y + height / 2)
    if kind == "rolabelimg":
        return [f"{value:.4f}" for value in (*center, width, height)] + [f"{angle:.6f}"]
    digits = 0 if kind == "dior" else 1
    return [f"{value:.{digits}f}" for point in turned(center, width, height, angle) for value in point]


def _fractions(corners: list[str], size: tuple[int, int]) -> list[str]:
    """Center and size as fractions of the image's sides."""
    left, upper, right, lower = (float(corner) / size[place % 2] for place, corner in enumerate(corners))
    return [f"{value:.6f}" for value in ((left + right) / 2, (upper + lower) / 2, right - left, lower - upper)]


def turned(center: tuple[float, float], width: float, height: float, angle: float) -> list[tuple[float, float]]:
    """The corners of a rotated box, clockwise on screen."""
    cosine, sine = math.cos(angle), math.sin(angle)
    corners = [(-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2)]
    return [(center[0] + a * cosine - b * sine, center[1] + a * sine + b * cosine) for a, b in corners]


def _xml(kind: str, stem: str, size: tuple[int, int], objects: list[tuple[str, list[str]]]) -> Element:
    root = ElementTree.Element("annotation")
    _child(root, "folder", "images")
    _child(root, "filename", f"{stem}.jpg")
    sides = _child(root, "size")
    for side, length in zip(("width", "height", "depth"), (*size, 3), strict=True):
        _child(sides, side, str(length))
    for name, values in objects:
        item = _child(root, "object")
        _child(item, "name", name)
        _child(item, "pose", "Unspecified")
        _child(item, "difficult", "0")
        element, keys = KEYS[kind]
        box = _child(item, element)
        for key, value in zip(keys, values, strict=True):
            _child(box, key, value)
    ElementTree.indent(root)
    return root


def _child(parent: Element, tag: str, text: str | None = None) -> Element:
    child = ElementTree.SubElement(parent, tag)
    child.text = text
    return child


def _coco(sizes: list[tuple[int, int]], annotations: list[dict[str, Any]]) -> dict[str, Any]:
    categories = [{"id": number, "name": name} for number, name in enumerate(NAMES, 1)]
    categories[_PERSON - 1] |= {"keypoints": _JOINTS, "skeleton": [[1, 2], [1, 3]]}
    return {
        "info": {"description": "generated"},
        "licenses": [{"id": 1, "name": "CC0"}],
        "images": [
            {"id": number, "file_name": f"{number:06}.jpg", "width": width, "height": height}
            for number, (width, height) in enumerate(sizes, 1)
        ],
        "annotations": annotations,
        "categories": categories,
    }


def _rotated_record(random: Random, row: int, image: int, size: tuple[int, int], box: Box) -> dict[str, Any]:
    x, y, width, height = (round(value, 2) for value in box)
    center = [round(x + width / 2, 3), round(y + height / 2, 3)]
    angle = round(random.uniform(-math.pi / 2, math.pi / 2), 6)
    ids = {"id": row + 1, "image_id": image + 1, "category_id": row % len(NAMES) + 1}
    return {**ids, "bbox": [*center, width, height, angle], "area": width * height, "iscrowd": 0}


def _plain_record(random: Random, row: int, image: int, size: tuple[int, int], box: Box) -> dict[str, Any]:
    """The first image has persons with keypoints; elsewhere boxes with polygons, run lengths, crowds, or alone."""
    record = {"id": row + 1, "image_id": image + 1, "category_id": row % (len(NAMES) - 1) + 1}
    chance = random.random()
    if image == 0:
        record["category_id"] = _PERSON
        return record | _with_keypoints(random, box)
    if chance < 0.4:
        return record | _with_polygons(random, box)
    if chance < 0.55:
        return record | _with_run_lengths(size, box, is_crowd=chance < 0.45, is_packed=chance > 0.5)
    x, y, width, height = (round(value, 2) for value in box)
    return record | {"bbox": [x, y, width, height], "area": width * height, "iscrowd": 0}


def _with_keypoints(random: Random, box: Box) -> dict[str, Any]:
    x, y, width, height = (round(value, 2) for value in box)
    points: list[float] = []
    for joint in range(len(_JOINTS)):
        visibility = random.randrange(3) if joint else 2
        place = (round(random.uniform(x, x + width)), round(random.uniform(y, y + height)))
        points += [*(place if visibility else (0, 0)), visibility]
    seen = sum(value > 0 for value in points[2::3])
    fields = {"bbox": [x, y, width, height], "area": width * height, "iscrowd": 0}
    return fields | {"keypoints": points, "num_keypoints": seen}


def _with_polygons(random: Random, box: Box) -> dict[str, Any]:
    x, y, width, height = box
    # the four outermost points of an ellipse are always among them, so that the extent is the box
    turns = sorted([0, 0.25, 0.5, 0.75, *(random.choice(range(1, 100)) / 100 for _ in range(random.randrange(9)))])
    points = [
        (round(x + width / 2 * (1 + math.cos(a)), 2), round(y + height / 2 * (1 + math.sin(a)), 2))
        for a in (2 * math.pi * turn for turn in dict.fromkeys(turns))
    ]
    polygons = [[value for point in points for value in point]]
    if random.random() < 0.2:
        left, top = round(x + width / 2, 2), round(y + height / 2, 2)
        polygons.append([left, top, left + 3, top, left, top + 3])
    xs, ys = zip(*points, strict=True)
    sides = round(max(xs) - min(xs), 2), round(max(ys) - min(ys), 2)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2
    return {"bbox": [min(xs), min(ys), *sides], "segmentation": polygons, "area": area, "iscrowd": 0}


def _with_run_lengths(size: tuple[int, int], box: Box, *, is_crowd: bool, is_packed: bool) -> dict[str, Any]:
    """A rectangle of pixels as plain runs, or packed by pycocotools."""
    from pycocotools import mask

    x, y, width, height = (round(value) for value in box)
    columns, rows = size
    counts = [x * rows + y, height]
    for _ in range(width - 1):
        counts += [rows - height, height]
    counts.append(columns * rows - sum(counts))
    segmentation: dict[str, Any] = {"size": [rows, columns], "counts": counts}
    if is_packed:
        segmentation = mask.frPyObjects(segmentation, rows, columns)
        segmentation["counts"] = segmentation["counts"].decode()
    fields = {"bbox": [x, y, width, height], "area": width * height, "iscrowd": int(is_crowd)}
    return fields | {"segmentation": segmentation}
