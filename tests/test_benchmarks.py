"""The generated benchmark data is what it is said to be."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.coco import as_table, measure
from benchmarks.generate import FLAT_BOXES, generate


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "train.json"
    generate(path, 50, 800)
    return path


def test_the_same_arguments_give_the_same_bytes(generated: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again.json", 50, 800)
    assert (tmp_path / "again.json").read_bytes() == generated.read_bytes()


def test_two_boxes_are_flat_and_all_others_lie_inside_their_images(generated: Path) -> None:
    value = json.loads(generated.read_bytes())
    assert (len(value["images"]), len(value["annotations"])) == (50, 800)
    sizes = {image["id"]: (image["width"], image["height"]) for image in value["images"]}
    assert len(sizes) == 50
    assert len({annotation["id"] for annotation in value["annotations"]}) == 800
    flat = {}
    for annotation in value["annotations"]:
        x, y, width, height = annotation["bbox"]
        if height == 0:
            flat[annotation["id"]] = tuple(round(number * 100) for number in annotation["bbox"])
        else:
            assert min(width, height) >= 7
        image_width, image_height = sizes[annotation["image_id"]]
        assert x + width <= image_width + 0.01
        assert y + height <= image_height + 0.01
        if isinstance(annotation["segmentation"], dict):
            mask = annotation["segmentation"]
            assert sum(mask["counts"]) == image_width * image_height == mask["size"][0] * mask["size"][1]
            assert min(mask["counts"]) >= 0
        else:
            polygon = annotation["segmentation"][0]
            extent = [min(polygon[0::2]), min(polygon[1::2]), max(polygon[0::2]), max(polygon[1::2])]
            assert extent == pytest.approx([x, y, x + width, y + height], abs=1e-6)
    assert flat == FLAT_BOXES


def test_commands_are_measured_and_compared() -> None:
    run = measure([sys.executable, "-c", "bytearray(50_000_000)"])
    assert run.memory > 50_000_000
    table = as_table({"pycocotools load": [run], "boxlint check": [run]}).splitlines()
    assert [line.split("|")[1].strip() for line in table[2:]] == ["pycocotools load", "boxlint check"]
    assert table[3].endswith("| 1.000 | 1.000 |")
