"""Fixing copies of real annotation files from public sources: `BOXLINT_REAL_DATA` names the folder."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
from pathlib import Path

import pytest

import boxlint
from tests.fix_checks import files_below, fix_and_verify

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
SOURCES = sorted(folder for folder in Path(REAL_DATA).iterdir() if folder.is_dir()) if REAL_DATA else []
MASKS = 300
"""Annotations of a file whose masks are compared."""

pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")


@pytest.mark.parametrize("source", SOURCES, ids=lambda folder: folder.name)
def test_a_fixed_copy_holds_what_it_must(source: Path, tmp_path: Path) -> None:
    """Every byte outside the edits is the same, kept annotations are as they were, and a second fix does nothing."""
    copy = tmp_path / source.name
    shutil.copytree(source, copy, copy_function=shutil.copyfile)
    try:
        boxlint.check(copy, isolated=True)
    except boxlint.UserError:
        pytest.skip("no annotation file of a known format")
    before = {file: masks_in_pycocotools(file) for file in files_below(copy)}
    outcome = fix_and_verify(copy)
    for part in outcome.repairs:
        masks = before[part.path]
        if masks is None:
            continue
        after = masks_in_pycocotools(part.path)
        assert after is not None, f"pycocotools does not load {part.shown} any more"
        shared = masks.keys() & after.keys()
        assert {key: after[key] for key in shared} == {key: masks[key] for key in shared}, part.shown
        assert len(shared) >= len(masks) - part.removed or "BX016" in part.fixed, f"masks of {part.shown} are lost"


def masks_in_pycocotools(file: Path) -> dict[str, str] | None:
    """By image and segmentation, the masks that pycocotools makes of annotations; None where it does not load."""
    if file.suffix.lower() != ".json":
        return None
    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        try:
            coco = COCO(str(file))
        except (KeyError, TypeError, ValueError, AssertionError):
            return None
    masks = {}
    for record in coco.dataset.get("annotations", [])[:MASKS]:
        key = json.dumps([record.get("image_id"), record.get("segmentation")])
        with contextlib.suppress(Exception):
            masks[key] = hashlib.blake2b(coco.annToMask(record).tobytes()).hexdigest()
    return masks
