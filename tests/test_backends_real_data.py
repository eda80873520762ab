"""On real data PyTorch finds what numpy finds, to the last digit of every message.

`BOXLINT_REAL_DATA` names the folder, one source a sub-folder. All sources take about half a minute on one core.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import boxlint
from boxlint.findings import Findings
from boxlint.frameworks import Framework, severities_for, thresholds_for
from boxlint.frameworks.files import load_frameworks
from boxlint.linter import lint
from boxlint.rule_files import load_rules
from boxlint.tables import Tables

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
SOURCES = sorted(folder for folder in Path(REAL_DATA).iterdir() if folder.is_dir()) if REAL_DATA else []
RULES = load_rules(examples=False)

pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")


@pytest.fixture(scope="module", params=SOURCES, ids=lambda folder: folder.name)
def tables(request: pytest.FixtureRequest) -> Tables:
    """The tables of each source in turn, with the columns that any rule reads."""
    try:
        return boxlint.check([request.param], select=["ALL"], isolated=True).tables
    except boxlint.UserError as error:
        assert "no annotation file" in str(error)
        pytest.skip("no annotation file of a known format")


def content(findings: Findings) -> list[tuple[Any, ...]]:
    """Everything that a report would show of findings, comparable: NaN equals NaN."""
    return [
        (
            hits.rule.code,
            hits.severity,
            hits.table,
            hits.rows.tolist(),
            hits.judged,
            repr(hits.values),
            np.asarray(hits.fixes).tolist(),
            None if hits.related is None else np.asarray(hits.related).tolist(),
            repr(hits.replaced),
        )
        for hits in findings.hits
    ]


FRAMEWORKS = list(load_frameworks(RULES).values())
"""All of them at once: severities and thresholds by format are on the device too."""


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize("frameworks", [[], FRAMEWORKS], ids=["rules", "frameworks"])
def test_findings_are_numpys(tables: Tables, frameworks: list[Framework], device: str) -> None:
    torch = pytest.importorskip("torch")
    if device == "cuda" and not torch.cuda.is_available():
        pytest.skip("PyTorch sees no CUDA device")
    selected = list(RULES.values())
    severities, parameters = severities_for(frameworks, RULES), thresholds_for(frameworks, RULES)
    expected, found = (
        content(lint(tables, selected, RULES, severities=severities, parameters=parameters, device=where))
        for where in (None, device)
    )
    assert [entry[0] for entry in found] == [entry[0] for entry in expected]
    for ours, theirs in zip(expected, found, strict=True):
        assert ours == theirs
