"""The table of formats says what is observed, and each format has a page."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from boxlint.formats.registry import FORMATS
from docs.measure import MEASURED, capabilities, real_files

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")


@pytest.mark.parametrize("package", sorted({format.package for format in FORMATS}))
def test_each_format_has_a_page(package: str) -> None:
    page = MEASURED.parent / f"{package}.md"
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "```" in text, "a page shows what a file looks like"


def test_what_is_read_and_fixed_is_what_is_observed() -> None:
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    observed = capabilities()
    assert {name: {key: of[key] for key in ("shapes", "fixes")} for name, of in told.items()} == observed


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_the_counts_are_those_of_the_real_files() -> None:
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert {name: of["real"] for name, of in told.items() if of["real"]} == real_files(Path(REAL_DATA))
