"""`boxlint stats`: the table, its JSON, and what it says of files that it could not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.cli import commands
from boxlint.distributions import distributions
from boxlint.reports.side_by_side import side_by_side
from boxlint.reports.stats import write
from boxlint.reports.widths import columns_of
from boxlint.tables import Tables
from tests.dirty_dataset import annotation, coco, write_clean, write_dirty
from tests.drawn_datasets import Drawn, dataset, datasets


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stats(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["stats", *arguments])


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the first table by their names, with their cells."""
    table = text.partition("\n\n")[0].splitlines()
    return {line.split("  ")[0]: line.split()[len(line.split("  ")[0].split()) :] for line in table if line[0] != " "}


def test_findings_are_no_failure(folder: Path) -> None:
    write_clean(folder / "clean")
    write_dirty(folder / "dirty")
    assert stats("clean").exit_code == 0
    assert stats("dirty").exit_code == 0
    assert stats("dirty", "--json").exit_code == 0


def test_what_cannot_run_is_one_sentence(folder: Path) -> None:
    for arguments in (["gone"], ["--format", "yolo"], ["-o", "gone/table.txt"], ["--workers", "0"]):
        result = stats(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "Traceback" not in result.stderr


def test_counts_are_those_of_the_files(folder: Path) -> None:
    write_clean(folder)
    found = rows(stats().stdout)
    assert found["images"] == ["2"]
    assert found["annotations"] == ["3"]


def test_each_split_has_a_column(folder: Path) -> None:
    for split, count in (("train", 3), ("val", 1)):
        (folder / split).mkdir()
        document = coco(*(annotation(number, 1, [10, 20, 30, 40]) for number in range(1, count + 1)))
        (folder / split / "labels.json").write_text(json.dumps(document))
    result = stats()
    assert result.stdout.splitlines()[0].split() == ["split", "all", "train", "val"]
    assert rows(result.stdout)["annotations"] == ["4", "3", "1"]
    told = json.loads(stats("--json").stdout)
    assert list(told["splits"]) == ["train", "val"]
    assert told["splits"]["val"]["annotations"] == 1


def test_json_is_versioned_and_whole(folder: Path) -> None:
    write_dirty(folder)
    told = json.loads(stats("--json").stdout)
    assert told["version"] == 1
    assert set(told) == {"version", "boxlint_version", "skipped", "all", "splits", "unreadable"}
    assert sum(told["all"]["shapes"].values()) == told["all"]["annotations"] - told["all"]["ignored"]


def test_it_may_go_to_a_file_but_to_none_that_it_reads(folder: Path) -> None:
    write_clean(folder / "data")
    assert stats("data", "-o", "table.txt").stdout == ""
    assert "annotations" in (folder / "table.txt").read_text(encoding="utf-8")
    assert stats("data", "--json", "-o", "table.json").exit_code == 0
    assert json.loads((folder / "table.json").read_text(encoding="utf-8"))["version"] == 1
    own = next(path for path in (folder / "data").rglob("*.json"))
    before = own.read_bytes()
    assert stats("data", "-o", str(own)).exit_code == 2
    assert own.read_bytes() == before


def test_what_is_not_read_is_said(folder: Path) -> None:
    write_clean(folder)
    (folder / "cut.json").write_text(json.dumps(coco(annotation(1, 1, [1, 2, 3, 4])))[:-30])
    (folder / "other.json").write_text("{}")
    result = stats()
    assert result.exit_code == 0
    assert "1 file could not be read in full:\n  cut.json: " in result.stdout
    assert "Skipped 1 file of no known format: other.json\n" in result.stdout
    [unreadable] = json.loads(stats("--json").stdout)["unreadable"]
    assert unreadable["path"] == "cut.json"
    assert unreadable["problem"]


def test_no_class_is_no_class(folder: Path) -> None:
    bad = {**annotation(2, 1, [20, 2, 3, 4]), "category_id": None}
    (folder / "a.json").write_text(json.dumps(coco(annotation(1, 1, [1, 2, 3, 4]), bad)))
    lines = stats("--all-classes").stdout.splitlines()
    at = next(place for place, line in enumerate(lines) if " class" in line and line[0].isdigit())
    named = [line for line in lines[at + 1 :] if line.startswith("  ") and "(no class)" not in line]
    assert "  (no class)" in "\n".join(lines)
    assert int(lines[at].split()[0]) == len(named)


def test_fractions_of_images_of_unknown_size_have_no_length(folder: Path) -> None:
    (folder / "labels").mkdir()
    (folder / "labels/a.txt").write_text("0 0.5 0.5 0.2 0.1\n")
    told = json.loads(stats("--json").stdout)["all"]
    assert told["image_sizes"]["unknown"] == 1
    assert (told["sizes"]["width"], told["sizes"]["not_counted"], told["centers"]["not_counted"]) == (None, 1, 0)


def test_rare_classes_are_cut_off_unless_asked_for() -> None:
    names = [f"class {number:04}" for number in range(1200)]
    told = distributions(dataset([Drawn((1, 2, 3, 4), category=number) for number in range(1200)], names=names))
    short = "".join(write(told, (), 80))
    assert "1,200 classes\n" in short
    assert "… 1,180 more (--all-classes)\n" in short
    assert "class 0020" not in short
    assert "class 1199" in "".join(write(told, (), 80, all_classes=True))


@settings(deadline=None)
@given(datasets(), st.integers(80, 120))
def test_any_dataset_fits_into_a_terminal(tables: Tables, width: int) -> None:
    text = "".join(write(distributions(tables), (), width))
    assert [line for line in text.splitlines() if columns_of(line) > width] == []
    assert all(line.isprintable() for line in text.splitlines())


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=9), st.integers(20, 60))
def test_columns_that_do_not_fit_come_below(names: list[str], width: int) -> None:
    cells = [f"{number}" for number in range(len(names))]
    lines = "".join(side_by_side([("row", cells)], "of", names, width)).splitlines()
    assert all(len(line) <= width for line in lines)
    assert [cell for line in lines if line.startswith("row") for cell in line.split()[1:]] == cells


def test_nothing_is_judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dirty(folder)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("stats judged rules")

    monkeypatch.setattr("boxlint.linter.lint", refuse)
    assert stats().exit_code == 0
