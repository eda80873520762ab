"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real annotation files, one source a sub-folder; skips where there is none."""
    folder = os.environ.get("BOXLINT_REAL_DATA", "")
    if not folder:
        pytest.skip("BOXLINT_REAL_DATA names no folder of real annotation files")
    return Path(folder)
