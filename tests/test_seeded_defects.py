"""Forty-five COCO files, each a clean one with one defect: every defect is found, and no file ends the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from boxlint.cli import commands
from boxlint.rule_files import load_rules
from tests.mutations.datasets import again, literal
from tests.mutations.generate import generate

Document = dict[str, Any]
Change = Callable[[Document], object]

OFF_BY_DEFAULT: Final = ("BX010", "BX017", "BX018", "BX107", "BX108", "BX309", "BX405", "BX408", "BX901")
RULES: Final = load_rules(examples=False)


def plain(document: Document) -> Any:
    """An annotation without mask or keypoints, in an image with others."""
    return next(row for row in document["annotations"][40:] if not row.keys() & {"segmentation", "keypoints"})


def outlined(document: Document, kind: type = list) -> Any:
    """An annotation with polygons, or with run lengths."""
    return next(row for row in document["annotations"] if isinstance(row.get("segmentation"), kind))


def boxed(*box: Any) -> Change:
    """Another box, with the area that it has, if it has one."""

    def change(document: Document) -> None:
        row = plain(document)
        row["bbox"] = list(box)
        if len(box) == 4 and all(isinstance(side, (int, float)) and 0 < side < 1e4 for side in box[2:]):
            row["area"] = box[2] * box[3]

    return change


def annotation(**fields: Any) -> Change:
    """Other values in an annotation, `...` for none."""

    def change(document: Document) -> None:
        row = plain(document)
        row.update(fields)
        for key in [key for key, value in fields.items() if value is ...]:
            del row[key]

    return change


def image(**fields: Any) -> Change:
    def change(document: Document) -> None:
        document["images"][3].update(fields)
        for key in [key for key, value in fields.items() if value is ...]:
            del document["images"][3][key]

    return change


def with_image(**fields: Any) -> Change:
    own = {"id": 21, "file_name": "another.jpg", "width": 640, "height": 480}
    return lambda document: document["images"].append({**own, **fields})


def with_category(**fields: Any) -> Change:
    return lambda document: document["categories"].append({"id": 9, "name": "zeppelin", **fields})


def with_copy(**fields: Any) -> Change:
    """The same annotation once more, under a new id, but for some fields."""
    return lambda document: document["annotations"].append({**plain(document), "id": 1000, **fields})


def nearly_repeat(document: Document) -> None:
    x, y, width, height = plain(document)["bbox"]
    with_copy(bbox=[x, y, width, height * 0.97], area=width * height * 0.97)(document)


def fractions(document: Document) -> None:
    sizes = {image["id"]: (image["width"], image["height"]) for image in document["images"]}
    for row in document["annotations"]:
        row["bbox"] = [side / length for side, length in zip(row["bbox"], sizes[row["image_id"]] * 2, strict=True)]
        row["area"] = row["bbox"][2] * row["bbox"][3]
        for key in ("segmentation", "keypoints", "num_keypoints"):
            row.pop(key, None)
    document["annotations"] = [row for row in document["annotations"] if not row["iscrowd"]]


def full_image(document: Document) -> None:
    own = next(image for image in document["images"] if image["id"] == plain(document)["image_id"])
    boxed(0, 0, own["width"], own["height"])(document)


def category_zero(document: Document) -> None:
    document["categories"][0]["id"] = 0
    for row in document["annotations"]:
        row["category_id"] = 0 if row["category_id"] == 1 else row["category_id"]


def outside_right(document: Document) -> None:
    own = next(image for image in document["images"] if image["id"] == plain(document)["image_id"])
    boxed(own["width"] - 20, 50, 40, 30)(document)


def disjoint(document: Document) -> None:
    row = outlined(document)
    step = -400 if row["bbox"][0] > 410 else 200
    polygons = [[value + step * (place % 2 == 0) for place, value in enumerate(part)] for part in row["segmentation"]]
    row["segmentation"] = polygons


def cut_polygon(numbers: int) -> Change:
    return lambda document: outlined(document).update(segmentation=[outlined(document)["segmentation"][0][:numbers]])


def other_mask_size(document: Document) -> None:
    size = outlined(document, dict)["segmentation"]["size"]
    size[:] = [size[0] + 5, size[1]]


def repeat_key(document: Document) -> None:
    plain(document)[again("bbox")] = plain(document)["bbox"]


NAN: Final = literal("NaN")
DEFECTS: Final[list[tuple[str, Change, set[str]]]] = [
    ("zero width", boxed(50, 60, 0, 40), {"BX101"}),
    ("negative height", boxed(50, 60, 30, -40), {"BX102"}),
    ("NaN coordinate", boxed(50, NAN, 30, 40), {"BX001"}),
    ("Infinity", boxed(50, 60, literal("Infinity"), 40), {"BX001"}),
    ("outside left/top", boxed(-20, -10, 60, 40), {"BX202"}),
    ("outside right", outside_right, {"BX202"}),
    ("fully outside", boxed(5000, 60, 30, 40), {"BX201"}),
    ("sub-pixel 0.4x0.4", boxed(50, 60, 0.4, 0.4), {"BX103"}),
    ("bbox of 3 values", boxed(50, 60, 30), {"BX002"}),
    ("bbox missing", annotation(bbox=...), {"BX006"}),
    ("bbox of strings", boxed("50", "60", "30", "40"), {"BX003"}),
    ("5-value rotated bbox", boxed(50, 60, 30, 40, 0.5), {"BX002"}),
    ("dangling image_id", annotation(image_id=999), {"BX402"}),
    ("dangling category_id", annotation(category_id=99), {"BX401"}),
    ("image_id as string", lambda d: plain(d).update(image_id=str(plain(d)["image_id"])), {"BX016"}),
    ("duplicate annotation id", annotation(id=3), {"BX304"}),
    ("duplicate image id", with_image(id=4), {"BX305", "BX901"}),
    ("duplicate file_name", image(file_name="000001.jpg"), {"BX306"}),
    ("duplicate category id", with_category(id=2), {"BX307", "BX405"}),
    ("duplicate category name", with_category(name="ship"), {"BX308", "BX405"}),
    ("category case clash", with_category(name="Ship"), {"BX404", "BX405"}),
    ("annotation id 0", annotation(id=0), {"BX309"}),
    ("category id 0", category_zero, {"BX408"}),
    ("unused category", with_category(), {"BX405"}),
    ("image without annotations", with_image(), {"BX901"}),
    ("image width 0", image(width=0), {"BX208"}),
    ("image width missing", image(width=...), {"BX205"}),
    ("exact duplicate box", with_copy(), {"BX301"}),
    ("near duplicate box", nearly_repeat, {"BX302"}),
    ("same box, other class", lambda d: with_copy(category_id=plain(d)["category_id"] % 3 + 1)(d), {"BX303"}),
    ("aspect 300:1", boxed(50, 60, 450, 1.5), {"BX104"}),
    ("full-image box", full_image, {"BX107"}),
    ("normalised coords in COCO", fractions, {"BX906"}),
    ("area does not match box", lambda d: plain(d).update(area=plain(d)["area"] * 1.5), {"BX108"}),
    ("area 0", annotation(area=0), {"BX012"}),
    ("area missing", annotation(area=...), {"BX011"}),
    ("iscrowd missing", annotation(iscrowd=...), {"BX018"}),
    ("polygon of 2 points", cut_polygon(4), {"BX601"}),
    ("polygon with odd length", cut_polygon(7), {"BX601"}),
    ("bbox and segmentation disjoint", disjoint, {"BX604"}),
    ("RLE size != image", other_mask_size, {"BX605"}),
    ("extra key on annotation", annotation(colour="red"), {"BX010"}),
    ("`licenses` missing", lambda d: d.pop("licenses"), {"BX017"}),
    ("truncated JSON", lambda d: None, {"BX004"}),
    ("duplicate JSON key", repeat_key, {"BX008"}),
]
FOLLOWS: Final = {
    "normalised coords in COCO": {"BX104", "BX302"},
    "polygon of 2 points": {"BX604"},
    "polygon with odd length": {"BX604"},
}
"""What may be found besides: the box of a cut polygon is larger than what is left of it."""


def write(folder: Path, name: str, change: Change) -> Path:
    """The clean file with one change."""
    dataset = generate("coco", "seeded defects")
    change(dataset.open("instances.json"))
    content = dataset.content("instances.json")
    path = folder / f"{name.replace(' ', '-').replace('/', '-')}.json"
    path.write_bytes(content[: len(content) * 2 // 3] if name == "truncated JSON" else content)
    return path


def check(path: Path) -> Result:
    """The command on one file, with the rules selected that are off by default."""
    selection = [argument for code in OFF_BY_DEFAULT for argument in ("--extend-select", code)]
    options = ("--isolated", "--output-format", "json", *selection)
    return CliRunner().invoke(commands, ["check", str(path), *options])


def codes(result: Result) -> set[str]:
    return {finding["code"] for finding in json.loads(result.stdout)["findings"]}


def test_there_are_forty_five() -> None:
    assert len({name for name, _, _ in DEFECTS}) == 45


def test_the_clean_file_is_clean(tmp_path: Path) -> None:
    result = check(write(tmp_path, "clean", lambda document: None))
    assert result.exit_code == 0, result.output
    assert codes(result) == set()


@pytest.mark.parametrize(("name", "change", "expected"), DEFECTS, ids=[name for name, _, _ in DEFECTS])
def test_defect_is_found(tmp_path: Path, name: str, change: Change, expected: set[str]) -> None:
    lacking = sorted(expected - RULES.keys())
    if lacking:
        pytest.skip(f"there is no rule {lacking[0]}")
    result = check(write(tmp_path, name, change))
    assert result.exit_code == 1, result.output
    assert expected <= codes(result) <= expected | FOLLOWS.get(name, set())


def test_no_file_ends_the_run(tmp_path: Path) -> None:
    """All of them in one real process: it says what it found and that it found something."""
    for name, change, _ in DEFECTS:
        write(tmp_path, name, change)
    command = [sys.executable, "-m", "boxlint", "check", str(tmp_path), "--isolated", "--output-format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert json.loads(done.stdout)["summary"]["files"] == len(DEFECTS)
