"""Planted faults of whole COCO files: encodings, structure, conventions."""

from __future__ import annotations

from sample_data.makers.coco import BOXES, CATEGORIES, annotation, background, document
from sample_data.makers.dataset import Dataset


def encodings(dataset: Dataset) -> None:
    """Files in which only the encoding is unusual."""
    text = document(background()).decode()
    dataset.files["utf16.json"] = b"\xff\xfe" + text.encode("utf-16-le")
    dataset.plant("BX007", "utf16.json")
    dataset.files["byte_order_mark.json"] = b"\xef\xbb\xbf" + text.encode()
    dataset.plant("BX007", "byte_order_mark.json")


def structure(dataset: Dataset) -> None:
    """Files that are cut, that lack a list, that have a key twice, or that are no data at all."""
    whole = document([*background(), annotation(5, 1, 1, [700.0, 400.0, 0.0, 12.0]), annotation(6, 2, 1, BOXES[0])])
    dataset.files["truncated.json"] = whole[: whole.index(b'"id": 6') + 30]
    dataset.plant("BX004", "truncated.json")
    dataset.plant("BX101", "truncated.json", annotation=4)

    dataset.files["no_categories.json"] = document(background(), categories=None)
    dataset.plant("BX019", "no_categories.json")

    boxes = '"bbox": [9, 9, 9, 9], "bbox": [9, 9, 80, 60]'
    twice = f'{{"id": 5, "image_id": 1, "category_id": 1, {boxes}, "area": 4800, "iscrowd": 0}}'
    dataset.files["key_twice.json"] = document([*background(), twice])
    dataset.plant("BX008", "key_twice.json")

    strings = [{**category, "id": str(category["id"])} for category in CATEGORIES]
    dataset.files["id_types.json"] = document(background(), categories=strings)
    dataset.plant("BX016", "id_types.json", annotation=0)

    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'5a' * 32}\nsize 48210311\n"
    dataset.files["pointer.json"] = pointer.encode()
    dataset.plant("BX021", "pointer.json")


def whole_files(dataset: Dataset) -> None:
    """Files whose boxes follow another convention, or whose areas were filled in without looking."""
    image = [{"id": 1, "file_name": "harbour_01.jpg", "width": 1920, "height": 1080}]
    places = [(120.0 * i + 60, 60.0 * i + 200, 70.0 + 3 * i, 40.0 + 2 * i) for i in range(12)]

    corners = [[x, y, x + width, y + height] for x, y, width, height in places]
    dataset.files["corners.json"] = document([annotation(i + 1, 1, 1, box) for i, box in enumerate(corners)], image)
    dataset.plant("BX905", "corners.json")

    unit = [[round(x / 1920, 6), round(y / 1080, 6), round(w / 1920, 6), round(h / 1080, 6)] for x, y, w, h in places]
    records = [annotation(i + 1, 1, 1, box, area=round(box[2] * box[3], 9)) for i, box in enumerate(unit)]
    dataset.files["normalized.json"] = document(records, image)
    dataset.plant("BX906", "normalized.json")

    records = [annotation(i + 1, 1, 1, box, area=100.0) for i, box in enumerate(places)]
    dataset.files["constant_area.json"] = document(records, image)
    dataset.plant("BX917", "constant_area.json")
