"""`boxlint report`: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boxlint.cli import commands
from tests.hostile_dataset import write_hostile

DIRTY = Path("sample_data/coco/dirty").absolute()
CLEAN = Path("sample_data/coco/clean").absolute()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory is empty."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def report(*arguments: object) -> Result:
    """The outcome of the command."""
    return CliRunner().invoke(commands, ["report", "--no-cache", *map(str, arguments)])


def test_it_writes_a_page_and_says_where() -> None:
    done = report(DIRTY)
    assert done.exit_code == 0
    first, second, *_ = done.stdout.splitlines()
    assert first == "Wrote boxlint-report.html."
    assert second.startswith("Checked ")
    assert Path("boxlint-report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("folder", "level", "code"),
    [(DIRTY, "error", 1), (DIRTY, "warning", 1), (CLEAN, "warning", 0), (CLEAN, "error", 0)],
)
def test_it_is_a_gate_only_where_it_is_asked_to_be(folder: Path, level: str, code: int) -> None:
    assert report(folder, "-o", "page.html").exit_code == 0
    assert report(folder, "-o", "page.html", "--fail-on", level).exit_code == code


def test_a_gate_in_the_configuration_is_one_for_check() -> None:
    Path("boxlint.toml").write_text('fail-on = "warning"\n')
    assert report(DIRTY, "--config", "boxlint.toml").exit_code == 0


def test_it_never_writes_over_what_it_reads(tmp_path: Path) -> None:
    file = tmp_path / "labels.json"
    content = json.dumps({"images": [], "annotations": [], "categories": []})
    file.write_text(content)
    done = report(file, "-o", file)
    assert (done.exit_code, file.read_text()) == (2, content)
    assert "--output-file" in done.stderr
    assert "is one of the checked files" in done.stderr


@pytest.mark.parametrize("target", [".", "no/such/folder/page.html"])
def test_it_says_at_once_where_it_cannot_write(target: str) -> None:
    done = report(DIRTY, "-o", target)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"boxlint: --output-file {target}: ")


def test_it_takes_what_check_takes() -> None:
    done = report(DIRTY, "--select", "BX101", "--for", "mmdet-coco", "-o", "page.html")
    assert done.exit_code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert "BX101-" in page
    assert "BX102-" not in page
    assert "mmdet-coco" in page


def test_it_shows_the_images_of_a_folder(tmp_path: Path) -> None:
    file = write_hostile(tmp_path / "data")
    assert report(file, "-o", "without.html").exit_code == 0
    assert report(file, "--images", tmp_path / "data" / "images", "-o", "with.html").exit_code == 0
    assert "<image href=" not in Path("without.html").read_text(encoding="utf-8")
    assert "<image href=" in Path("with.html").read_text(encoding="utf-8")


def test_nothing_to_check_is_no_page() -> None:
    done = report()
    assert done.exit_code == 2
    assert not Path("boxlint-report.html").exists()


def test_it_opens_the_browser_where_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    report(DIRTY)
    assert opened == []
    report(DIRTY, "--open")
    assert opened == [str(Path("boxlint-report.html").absolute())]
