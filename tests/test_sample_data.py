"""The sample data: just what is planted in it is found, and its script makes it byte for byte."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import boxlint
from boxlint.descriptions import Finding
from boxlint.rule_files import load_rules
from sample_data.make import datasets, write

ROOT = Path(__file__).parent.parent
CLEAN = [dataset.folder for dataset in datasets() if not dataset.planted]
DIRTY = [dataset.folder for dataset in datasets() if dataset.planted]
IMAGES = {
    dataset.folder: [Path("sample_data", dataset.folder, dataset.images)] for dataset in datasets() if dataset.images
}
FORMATS = {dataset.folder: dataset.format for dataset in datasets()}
PLACES = ("annotation", "image", "category")


@pytest.fixture(autouse=True)
def working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in findings are relative to the checkout."""
    monkeypatch.chdir(ROOT)


def place(finding: Finding, folder: str) -> tuple[Any, ...]:
    """A finding in the terms of `expected.json`: code, file, and the annotation, image or category."""
    file = finding.location and finding.location.file.removeprefix(f"sample_data/{folder}/")
    if finding.annotation_index is not None:
        return finding.code, file, finding.annotation_index, None, None
    if finding.table == "image":
        assert finding.image is not None
        return finding.code, file, None, finding.image.file_name, None
    return finding.code, file, None, None, finding.category if finding.table == "category" else None


@pytest.mark.parametrize("folder", DIRTY)
def test_dirty_data_gives_exactly_the_expected_findings(folder: str) -> None:
    """Nothing planted is missed, nothing else is reported."""
    path = Path("sample_data", folder)
    expected = json.loads((path / "expected.json").read_text(encoding="utf-8"))["expected"]
    report = boxlint.check(path, images=IMAGES.get(folder, ()), format=FORMATS[folder], isolated=True)
    found = Counter(place(finding, folder) for finding in report)
    planted = Counter((e["code"], e["file"], *(e.get(name) for name in PLACES)) for e in expected)
    missed, surplus = (list(map(str, rest.elements())) for rest in (planted - found, found - planted))
    assert (missed, surplus) == ([], [])


@pytest.mark.parametrize("folder", CLEAN)
def test_clean_data_gives_no_finding(folder: str) -> None:
    """The default rules are silent, and there was something to judge."""
    report = boxlint.check(
        Path("sample_data", folder), images=IMAGES.get(folder, ()), format=FORMATS[folder], isolated=True
    )
    assert [(finding.code, finding.message) for finding in report] == []
    assert report.summary.images >= 3
    assert report.summary.annotations >= 5


def test_every_rule_that_is_on_is_planted() -> None:
    """A rule that is on by default shows itself in the sample data."""
    planted = {finding["code"] for dataset in datasets() for finding in dataset.planted}
    assert planted == {code for code, rule in load_rules().items() if rule.enabled}


def test_the_script_makes_the_sample_data_byte_for_byte(tmp_path: Path) -> None:
    """No file is missing, changed or left over."""
    count = write(tmp_path)
    kept = {file: file.read_bytes() for file in Path("sample_data").glob("*/*/**/*") if file.is_file()}
    made = {Path("sample_data", file.relative_to(tmp_path)): file for file in tmp_path.rglob("*") if file.is_file()}
    kept = {file: data for file, data in kept.items() if "__pycache__" not in file.parts}
    assert len(made) == count
    assert {file: made[file].read_bytes() for file in made} == kept
