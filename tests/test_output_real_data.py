"""The formats of other programs on real annotation files, which `BOXLINT_REAL_DATA` has, a source a sub-folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import boxlint
from boxlint.reports import markdown, sarif
from boxlint.reports.layout import Layout
from tests.output_schemas import counted_in, valid_github, valid_gitlab, valid_junit, valid_sarif, written

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
SOURCES = sorted(folder for folder in Path(REAL_DATA).iterdir() if folder.is_dir()) if REAL_DATA else []

pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")


@pytest.mark.parametrize("source", SOURCES, ids=lambda folder: folder.name)
def test_every_format_is_valid_on_real_files(source: Path) -> None:
    try:
        report = boxlint.check([source], isolated=True)
    except boxlint.UserError as error:
        assert "no annotation file" in str(error)
        pytest.skip("no annotation file of a known format")
    results, entries = valid_sarif(report)["results"], valid_gitlab(report)
    assert len(results) == min(len(report), sarif.SHOWN)
    assert len(entries) == len({entry["fingerprint"] for entry in entries}) == len(report)
    assert counted_in(valid_junit(report)) == len(report)
    kinds = [kind for kind, _, _ in valid_github(report)]
    assert [kinds.count(kind) for kind in ("error", "warning")] == [
        min(report.summary.by_severity[kind], 10) for kind in ("error", "warning")
    ]
    assert len(written(markdown.write(report, Layout()))) < 2**20
