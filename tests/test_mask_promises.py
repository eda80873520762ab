"""What `check` promises of masks is what `fix` carries out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import boxlint
from tests.coco_samples import but, dataset
from tests.fix_checks import fix_and_verify

RING = [10, 10, 30, 10, 30, 30, 10, 30]
SHORT, FLAT, ODD = [10, 10, 30, 30], [10, 10, 20, 20, 30, 30], [*RING, 7]
SMALL = [20.2, 20.2, 20.9, 20.2, 20.9, 20.9]
FAR = [50, 50, 60, 50, 60, 60]
NOT_FINITE = [10, 10, 30, 1e999, 30, 30]
EMPTY_MASK, MASK = {"size": [80, 100], "counts": [8000]}, {"size": [80, 100], "counts": [4800, 240.0, 2960]}
SEGMENTATIONS: list[Any] = [
    *("poly", 5, [5], RING, ["x", None], [None, RING], [RING, "x"], [{}, 5], [MASK, 5]),
    *([kind] for kind in (RING, SHORT, FLAT, ODD, SMALL, FAR, NOT_FINITE, [], ["x"], None, "x", MASK, EMPTY_MASK)),
    *([RING, kind] for kind in (SHORT, FLAT, ODD, SMALL, FAR, NOT_FINITE, [], ["x"])),
    *([SHORT, kind] for kind in (SHORT, FLAT, NOT_FINITE)),
    *(MASK, EMPTY_MASK, {"size": [80, 100]}, {"size": [80.0, 100], "counts": ["8000"]}),
]
BOXES: list[Any] = [[10, 10, 20, 20], [10, 12, 0, 20], [10.5, 10, 0.0005, 20], ["10", 10, 20, 20], ["x", 1, 2, 3], ...]
BOXES += [None, [10, 10, 1e999, 5], [10, 10, 20, 20, 0.5]]
RULES = ["BX020", "BX6"]


@pytest.mark.parametrize("box", BOXES, ids=str)
def test_as_much_is_fixed_as_is_promised(tmp_path: Path, box: Any) -> None:
    path = tmp_path / "a.json"
    records = [but(id=row, segmentation=segmentation, bbox=box) for row, segmentation in enumerate(SEGMENTATIONS)]
    path.write_text(json.dumps(dataset(*records, images=[{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}])))
    before = findings(path)
    before_fix = json.loads(path.read_text())["annotations"]
    fix_and_verify(path, select=RULES, max_drop=1.0)
    after = findings(path)
    promised = {finding for finding, is_fixable in before.items() if is_fixable}
    assert promised
    assert not promised & after.keys()
    assert not any(after.values())
    touched = {row for _, row in promised}
    left = {record["id"]: record for record in json.loads(path.read_text())["annotations"]}
    assert all(left[record["id"]] == record for record in before_fix if record["id"] not in touched)


def findings(path: Path) -> dict[tuple[str, Any], bool]:
    """Code and annotation of each finding, and whether a fix is promised for it."""
    report = boxlint.check(path, isolated=True, select=RULES)
    return {(finding.code, finding.annotation_id): finding.fix is not None for finding in report}
