"""Fixing copies of real annotation files from public sources: `BOXLINT_REAL_DATA` names the folder."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest

import boxlint
from tests.fix_checks import files_below, fix_and_verify

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
SOURCES = sorted(folder for folder in Path(REAL_DATA).iterdir() if folder.is_dir()) if REAL_DATA else []

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
    loadable = {file for file in files_below(copy) if loads_in_pycocotools(file)}
    outcome = fix_and_verify(copy)
    lost = [part.shown for part in outcome.repairs if part.path in loadable and not loads_in_pycocotools(part.path)]
    assert lost == []


def loads_in_pycocotools(file: Path) -> bool:
    """Whether pycocotools loads a file."""
    if file.suffix.lower() != ".json":
        return False
    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        try:
            COCO(str(file))
        except (KeyError, TypeError, ValueError, AssertionError):
            return False
    return True
