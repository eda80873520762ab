"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# how long an example takes says how busy the machine is
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real annotation files, one source a sub-folder; skips where there is none."""
    folder = os.environ.get("BOXLINT_REAL_DATA", "")
    if not folder:
        pytest.skip("BOXLINT_REAL_DATA names no folder of real annotation files")
    return Path(folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment that says nothing of colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "BOXLINT_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
