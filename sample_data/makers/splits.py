"""Splits of one dataset: COCO files for training, validation and test."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import BOXES, CATEGORIES, annotation, document
from sample_data.makers.dataset import Dataset

SHIFT = 7.5
"""Pixels between the boxes of one split and those of the next: each has its own objects."""


def picture(id_: int, file_name: str) -> dict[str, Any]:
    """One image record."""
    return {"id": id_, "file_name": file_name, "width": 1920, "height": 1080}


def objects(images: list[dict[str, Any]], split: int) -> list[dict[str, Any]]:
    """Two annotations in each image, in other places in each split."""
    places = [(image["id"], BOXES[(image["id"] + k) % 4], 1 + k) for image in images for k in range(2)]
    moved = [(image, [x + SHIFT * split, y, w, h], category) for image, (x, y, w, h), category in places]
    return [annotation(number, image, category, box) for number, (image, box, category) in enumerate(moved, 1)]


def clean() -> Dataset:
    """Each split counts its frames from 1, trainval is train and val together, and test lacks a category."""
    dataset = Dataset("splits/clean")
    images = [picture(number, f"frame_{number:04}.jpg") for number in (1, 2, 3)]
    for number, split in enumerate(("train", "val", "test")):
        categories = CATEGORIES[:2] if split == "test" else CATEGORIES
        dataset.files[f"instances_{split}.json"] = document(objects(images, number), images, categories)
    both = [{**image, "id": image["id"] + 3 * k} for k in range(2) for image in images]
    both[3:] = [{**image, "file_name": f"val/{image['file_name']}"} for image in both[3:]]
    joined = [
        {**record, "id": record["id"] + 6 * k, "image_id": record["image_id"] + 3 * k}
        for k in range(2)
        for record in objects(images, k)
    ]
    dataset.files["instances_trainval.json"] = document(joined, both)
    return dataset


def dirty() -> Dataset:
    """An image in two splits, a category list in another order, and names of files that other computers do not find."""
    dataset = Dataset("splits/dirty")
    train = [picture(number, f"frame_{number:04}.jpg") for number in (1, 2, 3)]
    dataset.files["train/instances.json"] = document(objects(train, 0), train)

    shared = [picture(1, "frame_0001.jpg"), picture(2, "frame_0021.jpg"), picture(3, "frame_0022.jpg")]
    records = [*objects(shared[:1], 0), *objects(shared[1:], 1)]
    numbered = [{**record, "id": number} for number, record in enumerate(records, 1)]
    swapped = [{**CATEGORIES[0], "id": 2}, {**CATEGORIES[1], "id": 1}, CATEGORIES[2]]
    dataset.files["valid/instances.json"] = document(numbered, shared, swapped)
    dataset.plant("BX909", "valid/instances.json", category="ship")
    dataset.plant("BX908", "valid/instances.json", image="frame_0001.jpg")

    test = [
        picture(1, "/home/kim/frames/frame_0031.jpg"),
        picture(2, "frames\\frame_0032.jpg"),
        picture(3, "../frame_0033.jpg"),
        picture(4, "frame_0034.jpg"),
        picture(5, "Frame_0034.jpg"),
        picture(6, "frame_0002.jpg"),
    ]
    records = [*objects(test[:5], 2), *objects(train[1:2], 0)]
    numbered = [{**record, "id": number} for number, record in enumerate(records, 1)]
    dataset.files["test/instances.json"] = document(
        [{**record, "image_id": 6} if record["id"] > 10 else record for record in numbered], test
    )
    for image in (test[0], test[1], test[2], test[4]):
        dataset.plant("BX918", "test/instances.json", image=image["file_name"])
    dataset.plant("BX908", "train/instances.json", image="frame_0002.jpg")
    return dataset
