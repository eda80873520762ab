"""Planted faults of single COCO records: boxes, values, references."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import BOXES, CATEGORIES, IMAGES, annotation, background, document
from sample_data.makers.dataset import Dataset


def boxes(dataset: Dataset) -> None:
    """`boxes.json`: readable boxes that no training should see."""
    file = "boxes.json"
    emptied = {"id": 5, "file_name": "harbour_03.jpg", "width": 1920, "height": 1080}
    annotations = background()

    def add(image: int, category: int, box: list[float], *codes: str, **fields: Any) -> None:
        for code in codes:
            dataset.plant(code, file, annotation=len(annotations))
        annotations.append(annotation(len(annotations) + 1, image, category, box, **fields))

    add(1, 1, [296.65, 388.33, 1.03, 0.0], "BX101")
    add(1, 1, [640.0, 400.0, -80.0, 40.0], "BX102")
    add(1, 3, [512.2, 300.1, 0.6, 14.0], "BX103")
    add(1, 1, [100.0, 500.0, 900.0, 6.0], "BX104")
    add(2, 1, [1925.0, 100.0, 40.0, 30.0], "BX201")
    add(2, 1, [1880.0, 500.0, 60.0, 40.0], "BX202")
    add(2, 3, [-39.5, 300.0, 40.0, 30.0], "BX203")
    add(2, 1, [1500.0, 900.0, 420.5, 100.0])  # half a pixel over the edge
    add(3, 2, BOXES[0])
    add(3, 2, BOXES[0], "BX301")
    add(3, 2, BOXES[1])
    add(3, 2, [706.0, 96.25, 412.0, 178.5], "BX302")
    add(4, 2, BOXES[0])
    add(4, 3, BOXES[0], "BX303")
    add(4, 2, BOXES[1])
    add(4, 2, BOXES[1], iscrowd=1)  # a crowd over a box is no double box
    add(5, 1, [10.0, 10.0, 0.0, 25.0], "BX101")
    dataset.plant("BX902", file, image="harbour_03.jpg")
    for box in (BOXES[2], BOXES[3]):
        add(1, 1, box)
        add(2, 1, box)
    dataset.files[file] = document(annotations, [*IMAGES, emptied])


def values(dataset: Dataset) -> None:
    """`values.json`: what a strict reader refuses whole, and a lax one swallows."""
    file = "values.json"
    annotations: list[Any] = background()

    def add(record: Any, *codes: str) -> None:
        for code in codes:
            dataset.plant(code, file, annotation=len(annotations))
        annotations.append(record)

    def record(box: list[Any], **fields: Any) -> dict[str, Any]:
        return annotation(len(annotations) + 1, 1 + len(annotations) % 4, 2, box, **{"area": 1000.0, **fields})

    def lacking(field: str) -> dict[str, Any]:
        complete = record([50.0 + 40 * len(annotations), 20.0, 30.0, 30.5], area=915.0)
        return {name: value for name, value in complete.items() if name != field}

    add(record([float("nan"), 10.0, 20.0, 20.5], area=410.0), "BX001")
    add(record([10.0, float("inf"), 20.0, 21.5], area=430.0), "BX001")
    overflow = (
        '{"id": 7, "image_id": 3, "category_id": 2, "bbox": [10.0, 20.0, 1e999, 40.0], "area": 1.0, "iscrowd": 0}'
    )
    add(overflow, "BX001")
    add(record(["10", "20", "30", "40.5"], area=1215.0), "BX003")
    add(record([10.0, 20.0, None, 40.0]), "BX003")
    add(record([10.0, 20.0, [30.0], 40.0], area=1201.0), "BX003")
    add(record([10.0, 20.0, 30.0], area=1202.0), "BX002")
    add(record([10.0, 20.0, 30.0, 40.0, 50.0], area=1203.0), "BX002")
    add(record([], area=1204.0), "BX002")
    add(lacking("category_id"), "BX006")
    add(lacking("image_id"), "BX006")
    add(lacking("bbox"), "BX006")
    add(lacking("id"), "BX006")
    add('"annotation 18 was lost"', "BX005")
    add("[19, 1, 2]", "BX005")
    add(record([15_000_000.0, 10.0, 30.0, 31.0], area=930.0), "BX009", "BX201")
    add(lacking("area"), "BX011")
    add(record([100.0, 600.0, 30.0, 33.0], area=float("nan")), "BX011")
    add(record([200.0, 600.0, 30.0, 34.0], area=0), "BX012")
    add(record([300.0, 600.0, 30.0, 35.0], area=1050.0, iscrowd=2), "BX013")
    outline = [[400.0, 600.0, 430.0, 600.0, 430.0, 636.0]]
    add({**lacking("bbox"), "area": 540.0, "segmentation": outline}, "BX020")
    dataset.files[file] = document(annotations)


def references(dataset: Dataset) -> None:
    """`references.json`: ids and names that lead nowhere, or to two places."""
    file = "references.json"
    images = [
        *IMAGES,
        {"id": 3, "file_name": "car_park_03.jpg", "width": 1280, "height": 720},
        {"id": 6, "file_name": "harbour_02.jpg", "width": 1920, "height": 1080},
        {"id": 7, "file_name": "quay_01.jpg"},
        {"id": 8, "file_name": "quay_02.jpg", "width": 0, "height": 1080},
    ]
    dataset.plant("BX305", file, image="car_park_03.jpg")
    dataset.plant("BX306", file, image="harbour_02.jpg")
    dataset.plant("BX205", file, image="quay_01.jpg")
    dataset.plant("BX208", file, image="quay_02.jpg")
    categories = [
        *CATEGORIES,
        {"id": 3, "name": "helicopter"},
        {"id": 5, "name": "car"},
        {"id": 6, "name": "Ship"},
        {"id": 7, "name": "  "},
        {"id": 8, "name": "None"},
    ]
    dataset.plant("BX307", file, category="helicopter")
    dataset.plant("BX308", file, category="car")
    dataset.plant("BX404", file, category="Ship")
    dataset.plant("BX406", file, category="  ")
    dataset.plant("BX409", file, category="None")
    annotations = [*background(), annotation(5, 7, 1, BOXES[0]), annotation(6, 8, 6, BOXES[1])]
    dataset.plant("BX304", file, annotation=6)
    annotations.append(annotation(6, 1, 1, BOXES[2]))
    dataset.plant("BX402", file, annotation=7)
    annotations.append(annotation(8, 99, 1, BOXES[3]))
    dataset.plant("BX401", file, annotation=8)
    annotations.append(annotation(9, 2, 42, BOXES[0]))
    dataset.files[file] = document(annotations, images, categories)
