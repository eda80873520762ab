"""LVIS: told from COCO wherever its marks stand, read as COCO, and not blamed for what it has not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import boxlint
from boxlint.formats import detect
from boxlint.formats.lvis.sniff import sniff
from boxlint.records import lvis as models  # type: ignore[attr-defined]
from sample_data.makers import coco, lvis
from tests.edited_texts import read_content, records, seen
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

ROOT = Path(__file__).parent.parent
DIRTY = ROOT / "sample_data" / "lvis" / "dirty" / "lvis_val.json"
CONTENT = lvis.clean().files["lvis_val.json"]
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")


def reordered(*names: str, annotations: int = 1) -> bytes:
    """The document with its lists in another order, its annotations several times over."""
    value = json.loads(CONTENT)
    value["annotations"] *= annotations
    return json.dumps({name: value[name] for name in names}).encode()


@pytest.mark.parametrize(
    "names",
    [
        ("images", "annotations", "categories"),
        ("annotations", "images", "categories"),
        ("annotations", "categories", "images"),
        ("categories", "annotations", "images"),
        ("categories", "images", "annotations"),
    ],
)
@pytest.mark.parametrize("annotations", [1, 1000])
def test_it_is_told_in_any_order(tmp_path: Path, names: tuple[str, ...], annotations: int) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + reordered(*names, annotations=annotations))
    found = detect(path)
    assert found is not None
    assert found.name == "lvis"


def test_coco_stays_coco(tmp_path: Path) -> None:
    assert not sniff(coco.clean().files["instances.json"], "a.json")
    many = coco.document([coco.annotation(number, 1, 1, coco.BOXES[0]) for number in range(2000)])
    plain = json.loads(many)
    for annotation in plain["annotations"]:
        del annotation["iscrowd"]
    for value in (json.loads(many), plain, dict(reversed(plain.items()))):
        path = tmp_path / "b.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        found = detect(path)
        assert found is not None
        assert found.name == "coco"


def test_heads_cut_anywhere_are_looked_at() -> None:
    for end in range(0, len(CONTENT), 7):
        sniff(CONTENT[:end], "nowhere.json")


def test_it_is_read_as_coco_is_but_for_what_it_has_not() -> None:
    own, other = (read_content(CONTENT, name) for name in ("lvis", "coco"))
    assert records(CONTENT, own) == records(CONTENT, other)
    without = [{**row, "iscrowd_is_missing": "False"} for row in seen(other)]
    assert seen(own) == without
    names = [own.images["file_name"].at(row) for row in range(2)]
    assert names == ["val2017/000000000001.jpg", "val2017/000000000002.jpg"]
    assert [own.files["format"].at(0), own.file_sets["format"].at(0)] == ["lvis", "lvis"]


def test_what_lvis_has_not_is_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(CONTENT)
    found = {finding.code for finding in boxlint.check([path], select=["ALL"], isolated=True)}
    assert not found & {"BX018", "BX405", "BX010", "BX006", "BX915"}


def test_ids_as_labels_are_judged_as_in_coco(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    value = json.loads(CONTENT)
    value["annotations"][0]["category_id"] = value["categories"][0]["id"] = 1203
    path.write_text(json.dumps(value), encoding="utf-8")
    found = [finding.code for finding in boxlint.check([path], select=["BX407"], isolated=True)]
    assert found == ["BX407"]


def test_corners_for_sizes_are_found_as_in_coco(tmp_path: Path) -> None:
    value = json.loads(CONTENT)
    value["annotations"] = [
        {"id": row, "image_id": 1, "category_id": 1, "bbox": [900 + row, 600, 1800 + row, 1000], "area": 1}
        for row in range(20)
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert "BX905" in {finding.code for finding in boxlint.check([path], isolated=True)}


def test_the_models_know_the_fields() -> None:
    value = json.loads(CONTENT)
    models.Image.model_validate(value["images"][0])
    models.Category.model_validate(value["categories"][0])
    models.Annotation.model_validate(value["annotations"][0])


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path: Path) -> None:
    outcome = fix_copy(DIRTY.parent, tmp_path / "lvis", max_drop=1.0)
    assert outcome.removed == 3


def real_files() -> list[Any]:
    return [path for path in Path(REAL_DATA).rglob("lvis*.json") if detect(path)] if REAL_DATA else []


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files_are_lvis_and_read_as_others_read_them() -> None:
    files = real_files()
    assert {getattr(detect(path), "name", "") for path in files} == {"lvis"}
    assert agreement(files, "lvis") == (977 * len(files), 977 * len(files))
