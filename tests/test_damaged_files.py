"""Files of every format, damaged in many ways: nothing raises, places are places, and fixes do just what they say.

The sample data of a format are all that it takes: a new format is tested here by itself.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from random import Random

import pytest

import boxlint
from boxlint.formats.registry import FORMATS
from boxlint.report import Report
from boxlint.reports.json import write
from sample_data.make import datasets
from tests.damages import damaged
from tests.fix_checks import fix_and_verify

NAMES = [format.name for format in FORMATS]
COUNT = int(os.environ.get("BOXLINT_DAMAGED_FILES", "8"))
"""How many damaged files of each format are checked, and as many again are fixed."""


@cache
def samples() -> dict[str, list[tuple[str, bytes]]]:
    """By format, the suffix and content of each file of the sample data that is text."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    root = Path(__file__).parent.parent / "sample_data"
    for dataset in datasets():
        files = boxlint.check(root / dataset.folder, format=dataset.format, isolated=True).tables.files
        for row in range(len(files)):
            path = Path(files["path"].at(row))
            if path.suffix != ".parquet":
                found.setdefault(files["format"].at(row), []).append((path.suffix, path.read_bytes()))
    return found


def write_damaged(folder: Path, name: str, seed: str) -> None:
    """Damaged files of a format, the same for the same seed."""
    random = Random(f"{name} {seed}")
    for number in range(COUNT):
        suffix, content = random.choice(samples()[name])
        (folder / f"{number:03}{suffix}").write_bytes(damaged(content, random))


def assert_places_are_within_files(report: Report, folder: Path) -> None:
    """Every finding can be shown, and stands where its file has bytes."""
    json.loads("".join(write(report)))
    for finding in report:
        place = finding.location
        if place is not None and place.start is not None:
            assert place.end is not None
            assert 0 <= place.start <= place.end <= (folder / place.file).stat().st_size
            assert place.line is not None
            assert place.line >= 1


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_are_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As what they are, and as what they seem to be."""
    monkeypatch.chdir(tmp_path)
    write_damaged(tmp_path, name, "read")
    assert_places_are_within_files(boxlint.check(".", format=name, select=["ALL"], isolated=True), tmp_path)
    told = boxlint.check([*Path().iterdir()], select=["ALL"], isolated=True, skip_unknown=True)
    assert_places_are_within_files(told, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_fixes_of_damaged_files_do_what_they_say(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else changes, a second fix finds nothing to do, and what is left is what is reported."""
    monkeypatch.chdir(tmp_path)
    write_damaged(tmp_path, name, "fixed")
    fix_and_verify(tmp_path, is_damaged=True, format=name, max_drop=1.0)
