"""COCO results: what three detectors found in the harbour."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.coco import BOXES
from sample_data.makers.dataset import Dataset


def _result(image: Any, box: Sequence[Any], score: Any, **fields: Any) -> dict[str, Any]:
    return {"image_id": image, "category_id": 1, "bbox": list(box), "score": score, **fields}


def _document(results: Sequence[Any]) -> bytes:
    lines = ",\n".join(result if isinstance(result, str) else json.dumps(result) for result in results)
    return f"[\n{lines}\n]\n".encode()


def clean() -> Dataset:
    """Boxes; masks alone; keypoints with a confidence each and their sum for a score; images named by their files."""
    boxes = [_result(1 + row % 3, box, round(0.97 - row / 10, 2)) for row, box in enumerate(BOXES)]
    mask = {"size": [720, 1280], "counts": "\\`h5:Vf000000000000000000d^Tf0"}
    masks = [{"image_id": image, "category_id": 2, "segmentation": mask, "score": 1e-3} for image in (1, 2)]
    points = [300.0, 400.0, 0.93, 340.5, 410.0, 0.71, 320.5, 450.25, 0.02]
    poses = [{"image_id": 1, "category_id": 1, "keypoints": points, "score": 1.66}]
    named = [_result(f"harbour_0{1 + row}", box, 0.5) for row, box in enumerate(BOXES[:2])]
    files = {"boxes.json": boxes, "masks.json": masks, "poses.json": poses, "by_name.json": named}
    return Dataset("coco_results/clean", {name: _document(results) for name, results in files.items()})


def dirty() -> Dataset:
    """Results that evaluation cannot read, or reads as something else."""
    dataset, file = Dataset("coco_results/dirty"), "boxes.json"
    results: list[Any] = [_result(1 + row % 3, box, 0.5) for row, box in enumerate(BOXES)]
    for code, found in (
        ("BX025", _result(1, [100.0, 700.0, 60.0, 40.5], 87.5)),
        ("BX025", _result(1, [200.0, 700.0, 60.0, 40.5], -2.25)),
        ("BX005", _result(1, [300.0, 700.0, 60.0, 40.5], float("nan"))),
        ("BX005", _result(1, [400.0, 700.0, 60.0, 40.5], "0.5")),
        ("BX005", "17"),
        ("BX006", {"image_id": 1, "category_id": 1, "bbox": [500.0, 700.0, 60.0, 40.5]}),
        ("BX006", {"image_id": 1, "bbox": [600.0, 700.0, 60.0, 40.5], "score": 0.5}),
        ("BX006", {"image_id": 1, "category_id": 1, "score": 0.5}),
        ("BX001", _result(1, [float("inf"), 700.0, 60.0, 40.5], 0.5)),
        ("BX002", _result(1, [800.0, 700.0, 60.0], 0.5)),
        ("BX003", _result(1, [900.0, 700.0, "60.0", 40.5], 0.5)),
        ("BX102", _result(1, [1000.0, 700.0, -60.0, 40.5], 0.5)),
        ("BX301", _result(1, BOXES[0], 0.25)),
    ):
        dataset.plant(code, file, annotation=len(results))
        results.append(found)
    dataset.files[file] = _document(results)
    whole = _document([_result(1, BOXES[0], 0.5), _result(2, BOXES[1], 0.5)])
    dataset.files["cut_off.json"] = whole[: whole.index(b'"score"', len(whole) // 2)]
    dataset.plant("BX004", "cut_off.json")
    return dataset
