"""The baseline: what is known is not reported, what is new is, and no rewriting of files brings old findings back."""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.baseline import Baseline, Kind
from boxlint.baseline.entries import entry_of
from boxlint.baseline.layout import read, save, write
from boxlint.baseline.moves import find_moves, folder_moves
from boxlint.identities import Identity
from tests.command_line import boxlint_says
from tests.dirty_dataset import VOC, annotation, coco, write_dirty
from tests.test_identities import RICH, rewritten
from tests.xml_samples import voc, write_outlier

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
ROOT = Path(__file__).parent.parent
NAME = "boxlint-baseline.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_baseline(*arguments: str) -> str:
    result = boxlint_says("baseline", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def new_findings(*arguments: str) -> list[dict[str, Any]]:
    result = boxlint_says("check", "--output-format", "jsonl", *arguments)
    assert result.exit_code in (0, 1), result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def summary(*arguments: str) -> dict[str, Any]:
    result = boxlint_says("check", "--output-format", "json", *arguments)
    found: dict[str, Any] = json.loads(result.stdout)["summary"]
    return found


def stale(path: str = ".", **options: Any) -> list[tuple[str, str, int | str]]:
    return [(known.file, str(known.kind), known.entry) for known in boxlint.check(path, **options).stale]


def write_coco(file: Path, *annotations: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(coco(*annotations)), encoding="utf-8")


def bad(number: int, **fields: Any) -> dict[str, Any]:
    """An annotation with one fault: it is long and thin (BX104)."""
    return annotation(number, 2, [number % 7 * 30, 5 + number // 7 * 4, 400, 3]) | fields


def outside(number: int) -> dict[str, Any]:
    """An annotation with one fault: it sticks out of its image (BX202)."""
    return annotation(number, 1, [780, 20, 60, 40])


def test_what_is_written_down_is_not_reported_again(folder: Path) -> None:
    write_dirty(folder)
    count = len(boxlint.check(folder))
    assert write_baseline() == f"Wrote {count} findings to {NAME}: {count} new, 0 not found any more.\n"
    result = boxlint_says("check")
    assert result.exit_code == 0
    assert f"No findings; {count} known findings hidden by {NAME}.\n" in result.stdout
    expected = {"baseline": NAME, "baselined": count, "stale": 0, "by_rule": {}, "exit_code": 0}
    assert summary().items() >= expected.items()


def test_one_new_fault_among_many_known_ones(folder: Path) -> None:
    write_coco(folder / "a.json", *map(bad, range(1, 501)))
    write_baseline()
    write_coco(folder / "a.json", *map(bad, range(1, 301)), bad(777, image_id=1), *map(bad, range(301, 501)))
    assert [(found["code"], found["annotation_id"]) for found in new_findings()] == [("BX104", 777)]
    result = boxlint_says("check")
    assert result.exit_code == 1
    assert "1 warning; 500 known findings hidden" in result.stdout


def test_a_new_fault_does_not_take_the_place_of_a_mended_one(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1), bad(2))
    write_baseline()
    write_coco(folder / "a.json", bad(1), bad(3))
    assert [found["annotation_id"] for found in new_findings()] == [3]
    assert stale() == [("a.json", "BX104 box", 2)]


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_reordering_and_reformatting_bring_nothing_back(
    tmp_path_factory: pytest.TempPathFactory, random: Random
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "boxlint.toml").write_text('select = ["ALL"]', encoding="utf-8")
    file = folder / "instances.json"
    file.write_text(json.dumps(RICH), encoding="utf-8")
    config = f"--config={folder / 'boxlint.toml'}"
    write_baseline(config, str(file))
    file.write_text(rewritten(random, RICH), encoding="utf-8")
    report = boxlint.check(file)
    assert (len(report), report.stale) == (0, ())
    assert report.summary.baselined > 30


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=10)
def test_formats_with_a_file_an_image_may_be_reordered_too(
    tmp_path_factory: pytest.TempPathFactory, random: Random
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "boxlint.toml").write_text("", encoding="utf-8")
    shutil.copytree(ROOT / "sample_data/dota/dirty", folder / "dota")
    head, *things = VOC.split("  <object>")
    things[-1], tail = things[-1].split("</annotation>")
    things = [*things, things[0], things[0].replace("80", "90")]
    file = folder / "quay.xml"
    file.write_text(head + "  <object>".join(["", *things]) + "</annotation>" + tail, encoding="utf-8")
    write_baseline(f"--config={folder / 'boxlint.toml'}", str(folder))
    file.write_text(head + "  <object>".join(["", *random.sample(things, 4)]) + "</annotation>" + tail, "utf-8")
    for text in sorted((folder / "dota").glob("P*.txt")):
        lines = text.read_bytes().split(b"\n")
        heads = 2 if lines[0].startswith(b"imagesource") else 0
        shuffled = random.sample(lines[heads:-1], len(lines[heads:-1]))
        text.write_bytes(b"\n".join([*lines[:heads], *shuffled, lines[-1]]))
    report = boxlint.check(folder)
    assert (len(report), report.stale) == (0, ())


@pytest.mark.parametrize("kind", ["coco", "voc", "dota", "dior"])
@pytest.mark.parametrize("target", ["renamed", "deeper/still/data", "deeper/data"])
def test_a_dataset_that_is_moved_stays_known(kind: str, target: str, folder: Path) -> None:
    shutil.copytree(ROOT / "sample_data" / kind / "dirty", folder / "data")
    write_baseline()
    (folder / target).parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / "data", folder / target)
    report = boxlint.check(".")
    assert ([str(finding) for finding in report], report.stale) == ([], ())
    assert report.summary.baselined
    assert ": 0 new, 0 not found any more." in write_baseline()
    assert {known.file.startswith(target) for known in read(folder / NAME)} == {True}


def test_a_project_that_is_moved_stays_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dirty(tmp_path / "old")
    (tmp_path / "old/boxlint.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    write_baseline("old")
    shutil.move(tmp_path / "old", tmp_path / "new")
    report = boxlint.check("new")
    assert (len(report), report.stale) == (0, ())


def test_a_copy_is_new(folder: Path) -> None:
    """The file that the entries are about is still there."""
    write_coco(folder / "a/x.json", bad(1))
    write_baseline()
    shutil.copytree(folder / "a", folder / "b")
    assert [found["location"]["file"] for found in new_findings()] == ["b/x.json"]


paths = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join), unique=True, max_size=8)


@given(paths, paths)
def test_moves_are_one_to_one_and_keep_the_name(gone: list[str], new: list[str]) -> None:
    moves = find_moves(gone, new)
    assert moves.keys() <= set(gone)
    assert set(moves.values()) <= set(new)
    assert len(set(moves.values())) == len(moves)
    assert all(old.rpartition("/")[2] == own.rpartition("/")[2] for old, own in moves.items())
    assert find_moves(new, gone) == {own: old for old, own in moves.items()}


@pytest.mark.parametrize(
    ("gone", "new", "expected"),
    [
        (["data/train.json"], ["other/data/train.json"], {"data/train.json": "other/data/train.json"}),
        (["data/train/1.xml", "data/val/1.xml"], ["d/val/1.xml", "d/train/1.xml"], {
            "data/train/1.xml": "d/train/1.xml",
            "data/val/1.xml": "d/val/1.xml",
        }),
        (["a/1.xml", "b/1.xml"], ["c/1.xml"], {}),
        (["a/1.xml"], ["b/1.xml", "c/1.xml"], {}),
        (["a/train.json"], ["a/val.json"], {}),
    ],
)  # fmt: skip
def test_files_go_together_by_the_ends_of_their_paths(gone: list[str], new: list[str], expected: Any) -> None:
    assert find_moves(gone, new) == expected


def test_a_folder_goes_where_all_its_files_went() -> None:
    moves = {"a/1.txt": "b/1.txt", "a/2.txt": "b/2.txt", "c/3.txt": "d/3.txt", "c/4.txt": "e/4.txt"}
    assert folder_moves(["a", "c", "f"], moves) == {"a": "b"}


def test_folders_that_become_one_keep_the_entries_of_both() -> None:
    one, other = Kind("BX509", "file_set"), Kind("BX912", "file_set")
    known = Baseline({"a": {one: frozenset({1, 2})}, "b": {one: frozenset({3}), other: frozenset({"-"})}}, source="x")
    merged = known.renamed({"a": "c", "b": "c"})
    assert merged.files == {"c": {one: frozenset({1, 2, 3}), other: frozenset({"-"})}}
    assert merged.source == "x"


def test_each_line_is_one_entry(folder: Path) -> None:
    """Whichever finding is mended, one line goes, and no other changes."""
    write_coco(folder / "a.json", *map(bad, range(1, 5)))
    write_coco(folder / "b.json", bad(1), outside(2))
    write_baseline()
    before = (folder / NAME).read_text(encoding="utf-8").splitlines()
    for mended in range(1, 5):
        write_coco(folder / "a.json", *(bad(number) for number in range(1, 5) if number != mended))
        write_baseline("--prune")
        after = (folder / NAME).read_text(encoding="utf-8").splitlines()
        changed = [line for line in difflib.ndiff(before, after) if not line.startswith(" ")]
        assert changed == [f"-    ,{mended}"]
        write_coco(folder / "a.json", *map(bad, range(1, 5)))
        write_baseline()


def test_the_file_is_as_people_read_it(folder: Path) -> None:
    write_coco(folder / "b10.json", bad(10), bad(9), bad(9))
    write_coco(folder / "b9.json", bad(2, id="x y"), bad(7, category_id=99))
    (folder / "quay.xml").write_text(VOC, encoding="utf-8")
    write_baseline("--select", "BX101,BX104,BX401")
    assert (
        (folder / NAME).read_text(encoding="utf-8")
        == """{
"version": 1,
"about": "findings that boxlint check does not report again; written by boxlint baseline",
"files": {
 "b9.json": {
  "BX104 box": ["extreme-aspect-ratio"
   ,7
   ,"26d797c9c28e8175"
  ],
  "BX401 annotation": ["unknown-category"
   ,7
  ]
 },
 "b10.json": {
  "BX104 box": ["extreme-aspect-ratio"
   ,9
   ,10
   ,"9 #2"
  ]
 },
 "quay.xml": {
  "BX101 box": ["zero-area-box"
   ,"quay.jpg ship 12 20 80 20"
  ]
 }
}
}
"""
    )


def test_forty_thousand_entries_are_half_a_megabyte(tmp_path: Path) -> None:
    kinds = {Kind("BX101", "box"): frozenset(range(100_000, 120_000)), Kind("BX202", "box"): frozenset(range(20_000))}
    assert len("".join(write(Baseline({"train.json": kinds})))) < 500_000
    digests = {f"{number:05}.txt": {Kind("BX103", "quad"): frozenset({"0" * 16})} for number in range(10_000)}
    assert len("".join(write(Baseline(digests)))) < 1_000_000


names = st.lists(st.one_of(st.none(), st.integers(0, 3), st.text("a #-\ud800", max_size=3)), max_size=4).map(tuple)
identities = st.builds(Identity, st.just("a.json"), names, st.integers(0, 2))
records = st.one_of(
    st.just(()),
    st.tuples(st.one_of(st.integers(0, 99), st.text("a1 #-", max_size=4))),
    st.tuples(st.one_of(st.none(), st.integers(0, 99), st.text("a1 #-", max_size=4)), st.text("a1 #-", max_size=4)),
)


@given(records, st.integers(0, 2), records, st.integers(0, 2))
@settings(max_examples=500)
def test_no_two_records_of_a_kind_have_one_entry(one: Any, first: int, other: Any, second: int) -> None:
    """A file, an annotation with an id, or an image or category; ids that are whole numbers are no texts."""
    if len(one) != len(other) or any(isinstance(name[0], str) and name[0].isdigit() for name in (one, other) if name):
        return
    kind = Kind("BX101", "box")
    same = (one, first) == (other, second)
    assert (entry_of(Identity("a", one, first), kind) == entry_of(Identity("b", other, second), kind)) == same


entries = st.one_of(st.integers(), st.text(st.characters(exclude_categories=()), max_size=5))
kinds = st.builds(Kind, st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True), st.sampled_from(["box", "image"]))
baselines = st.dictionaries(
    st.text(st.characters(exclude_categories=()), max_size=5),
    st.dictionaries(kinds, st.frozensets(entries, min_size=1, max_size=4), min_size=1, max_size=3),
    max_size=3,
)


@given(baselines)
@settings(deadline=None)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, files: Any) -> None:
    path = tmp_path_factory.mktemp("baseline") / NAME
    save(path, Baseline(files))
    assert read(path).files == files
    text = path.read_text(encoding="utf-8")
    save(path, read(path))
    assert path.read_text(encoding="utf-8") == text


def test_only_what_was_judged_can_be_stale(folder: Path) -> None:
    write_coco(folder / "data/a.json", bad(1), outside(2))
    write_coco(folder / "data/b.json", bad(1), outside(2))
    write_baseline()
    write_coco(folder / "data/a.json", annotation(9, 1, [10, 20, 30, 40]))
    write_coco(folder / "data/b.json", annotation(9, 1, [10, 20, 30, 40]))
    assert stale("data/a.json", select=["BX104"]) == [("data/a.json", "BX104 box", 1)]
    assert stale("data/a.json") == [("data/a.json", "BX104 box", 1), ("data/a.json", "BX202 box", 2)]
    assert len(stale()) == 4
    (folder / "data/b.json").unlink()
    assert len(stale("data/a.json")) == 2, "a file that is gone was not asked for"
    assert len(stale("data")) == 4
    text = (folder / "data/a.json").read_text(encoding="utf-8")
    (folder / "data/a.json").write_text(text[:-20], encoding="utf-8")
    assert {file for file, _, _ in stale("data")} == {"data/b.json"}, "a file that cannot be read says nothing"


def test_rules_that_compare_files_are_stale_only_where_all_are_read(folder: Path) -> None:
    shutil.copytree(ROOT / "sample_data/dota/dirty", folder / "dota")
    write_baseline("--select", "BX404")
    assert len(read(folder / NAME)) == 1
    files = sorted(str(file) for file in Path("dota").glob("P*.txt"))
    write_coco(folder / "other.json", bad(1))
    write_baseline("--select", "BX104", "other.json")
    assert stale(files[0]) == []


def test_rules_on_whole_sets_are_stale_only_where_all_of_the_set_is_read(folder: Path) -> None:
    odd = write_outlier(folder / "labels")
    write_baseline("--select", "BX910")
    assert [known.kind.code for known in read(folder / NAME)] == ["BX910"]
    assert stale(str(odd), select=["BX910"]) == []
    odd.write_text((folder / "labels/1.xml").read_text(encoding="utf-8"), encoding="utf-8")
    assert stale(str(odd), select=["BX910"]) == []
    assert len(stale("labels", select=["BX910"])) == 1


def test_a_repeated_image_is_stale_only_where_what_it_repeats_is_read(folder: Path) -> None:
    for number in (1, 2):
        Path(f"{number}.xml").write_text(voc(), encoding="utf-8")
    write_baseline("--select", "BX306")
    assert len(read(folder / NAME)) == 1
    assert stale("2.xml", select=["BX306"]) == stale(select=["BX306"]) == []
    Path("1.xml").unlink()
    assert len(stale(select=["BX306"])) == 1


def test_rules_that_compare_splits_are_stale_only_where_all_is_read(folder: Path) -> None:
    """The other side of a finding has no entry, so that entries do not tell whether it was read."""
    rules = ["BX908", "BX909"]
    judged: dict[str, Any] = {"select": rules, "images": "splits"}
    shutil.copytree(ROOT / "sample_data/splits/dirty", folder / "splits")
    write_baseline("--select", ",".join(rules))
    assert {known.kind.code for known in read(folder / NAME)} == set(rules)
    for split in ("train", "valid", "test"):
        assert stale(f"splits/{split}", **judged) == stale(f"splits/{split}/instances.json", **judged) == []
    for split in ("train", "valid", "test"):
        write_coco(folder / "splits" / split / "instances.json", annotation(9, 1, [10, 20, 30, 40]))
    assert stale("splits", **judged) == []
    assert len(stale(**judged)) == len(read(folder / NAME))


def test_rules_on_image_files_are_stale_only_where_these_are_looked_at(folder: Path) -> None:
    shutil.copytree(ROOT / "sample_data/photos/dirty", folder / "photos")
    write_baseline("--images", "photos/images", "--select", "BX204")
    assert len(read(folder / NAME))
    assert stale() == []
    assert new_findings("--images", "photos/images", "--select", "BX204") == []


def test_what_a_file_had_is_stale_once_it_is_gone(folder: Path) -> None:
    """Also of rules that compare files, or look at image files, where these are not looked at."""
    shutil.copytree(ROOT / "sample_data/splits/dirty", folder / "splits")
    write_baseline("--select", "BX908")
    known = {entry.file for entry in read(folder / NAME)}
    assert known
    for file in known:
        (folder / file).unlink()
    write_coco(folder / "splits/sound.json", annotation(9, 1, [10, 20, 30, 40]))
    assert {file for file, _, _ in stale(".")} == known


def test_stale_entries_are_told(folder: Path) -> None:
    write_coco(folder / "a.json", *map(bad, range(1, 8)))
    write_baseline()
    write_coco(folder / "a.json", bad(7))
    result = boxlint_says("check")
    assert result.exit_code == 0
    assert result.stdout.endswith(
        f"Nothing was found any more for 6 entries of {NAME} (boxlint baseline --prune):\n"
        "  a.json: BX104 1\n  a.json: BX104 2\n  a.json: BX104 3\n  ... 3 more\n"
    )
    assert summary()["stale"] == 6


def test_the_page_tells_of_stale_entries(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1), bad(2))
    write_baseline()
    write_coco(folder / "a.json", bad(2))
    assert boxlint_says("report", "-o", "page.html").exit_code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert f"Nothing was found any more for 1 entry of {NAME} (<code>boxlint baseline --prune</code>)." in page


def test_pruning_removes_and_adds_nothing(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1), bad(2))
    write_baseline()
    write_coco(folder / "a.json", bad(2), bad(3))
    assert write_baseline("--prune") == f"Removed 1 stale entry from {NAME}; 1 left.\n"
    assert [known.entry for known in read(folder / NAME)] == [2]
    assert [found["annotation_id"] for found in new_findings()] == [3]


def test_a_run_over_less_replaces_only_what_it_judges(folder: Path) -> None:
    for name in ("a", "b"):
        write_coco(folder / f"{name}.json", bad(1), outside(2))
    write_baseline()
    for name in ("a", "b"):
        write_coco(folder / f"{name}.json", bad(3))
    told = write_baseline("--select", "BX104", "a.json")
    assert told == f"Wrote 4 findings to {NAME}: 1 new, 1 not found any more, 3 kept that this run did not judge.\n"
    known = {(each.file, each.kind.code, each.entry) for each in read(folder / NAME)}
    assert known == {("a.json", "BX104", 3), ("a.json", "BX202", 2), ("b.json", "BX104", 1), ("b.json", "BX202", 2)}


def test_what_counts_the_verdicts_of_other_rules_is_judged_with_them(folder: Path) -> None:
    """An image that would be emptied (BX902) is found only where the rules are judged that drop its objects."""
    write_coco(folder / "a.json", annotation(1, 1, [10, 10, 30, 0]))
    write_baseline()
    assert ("a.json", "BX902", "1 harbour.jpg") in {
        (each.file, each.kind.code, each.entry) for each in read(folder / NAME)
    }
    assert stale(select="BX9") == []
    write_coco(folder / "a.json", annotation(1, 1, [10, 10, 30, 40]))
    assert stale(select="BX9") == []
    assert ("a.json", "BX902 image", "1 harbour.jpg") in stale()


def test_severities_and_frameworks_do_not_matter(folder: Path) -> None:
    write_dirty(folder)
    write_baseline("--select", "ALL")
    for arguments in (("--severity", "BX101=warning"), ("--for", "mmdet-coco"), ("--for", "ultralytics")):
        if boxlint_says("check", *arguments).exit_code == 2:
            continue
        found = summary(*arguments)
        assert (found["by_rule"], found["stale"]) == ({}, 0), arguments


def test_what_training_would_see_counts_the_known_too(folder: Path) -> None:
    write_dirty(folder)
    before = summary("--for", "mmdet-coco")
    write_baseline()
    after = summary("--for", "mmdet-coco")
    assert after["consequences"] == before["consequences"]
    assert any(after["consequences"].values())
    assert after["by_severity"] == {"error": 0, "warning": 0}


@pytest.mark.skipif(os.name == "nt", reason="no named pipes there")
def test_what_is_no_file_is_not_read(folder: Path) -> None:
    """A pipe that nobody writes to would keep us waiting, /dev/zero would fill the memory."""
    write_coco(folder / "a.json", bad(1))
    os.mkfifo(folder / "pipe")
    (folder / "empty").mkdir()
    for command, name in (("check", "pipe"), ("baseline", "pipe"), ("check", "empty")):
        result = boxlint_says(command, "a.json", "--baseline", name)
        assert (result.exit_code, "Traceback" in result.stderr) == (2, False)
        assert f"{name}: is " in result.stderr


def test_which_file_is_used(folder: Path) -> None:
    write_coco(folder / "data/a.json", bad(1))
    write_baseline("--baseline", "known.json")
    assert not (folder / NAME).exists()
    assert len(new_findings()) == 1
    assert new_findings("--baseline", "known.json") == []
    assert summary("--baseline", "known.json")["baseline"] == "known.json"
    (folder / "boxlint.toml").write_text('baseline = "known.json"', encoding="utf-8")
    assert new_findings("data") == []
    assert len(new_findings("--no-baseline")) == 1
    (folder / "boxlint.toml").write_text("baseline = false", encoding="utf-8")
    (folder / "known.json").rename(folder / NAME)
    assert len(new_findings()) == 1
    (folder / "boxlint.toml").unlink()
    assert new_findings() == []


def test_the_file_is_beside_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dirty(tmp_path / "data")
    (tmp_path / "boxlint.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "data")
    write_baseline()
    assert (tmp_path / NAME).is_file()
    assert new_findings() == []
    monkeypatch.chdir(tmp_path.parent)
    assert new_findings(tmp_path.name) == []


def test_the_file_is_found_from_a_folder_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a configuration too; paths and fingerprints are from where it lies."""
    write_coco(folder / "data/sub/a.json", bad(1), bad(2))
    write_coco(folder / "b.json", bad(1))
    before = {found["fingerprint"] for found in new_findings()}
    write_baseline()
    for below in ("data", "data/sub"):
        monkeypatch.chdir(folder / below)
        assert new_findings() == new_findings(".") == []
        assert summary()["baseline"] == (folder / NAME).as_posix()
        assert {found["fingerprint"] for found in new_findings("--no-baseline")} < before
    write_coco(folder / "data/sub/a.json", bad(2), bad(3))
    assert stale() == [("data/sub/a.json", "BX104 box", 1)]
    assert write_baseline("--prune").startswith("Removed 1 stale entry from ")
    assert write_baseline().startswith("Wrote 3 findings to ")
    assert {(known.file, known.entry) for known in read(folder / NAME)} == {
        ("b.json", 1),
        ("data/sub/a.json", 2),
        ("data/sub/a.json", 3),
    }
    assert sorted(path.name for path in folder.rglob(NAME)) == [NAME]
    (folder / "data/boxlint.toml").write_text("", encoding="utf-8")
    assert len(new_findings()) == 2, "the configuration is nearer"


def test_the_baseline_itself_is_no_unknown_file(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1))
    write_baseline()
    for arguments in ((), ("--no-baseline",), ("--baseline", NAME)):
        assert "Skipped" not in boxlint_says("check", *arguments).stdout


def test_from_python(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1), bad(2))
    assert boxlint.check(".").summary.baseline is None
    write_baseline()
    report = boxlint.check(".")
    assert (len(report), report.summary.baselined, report.summary.baseline) == (0, 2, NAME)
    assert len(boxlint.check(".", baseline=False)) == 2
    (folder / NAME).rename(folder / "known.json")
    assert len(boxlint.check(".")) == len(boxlint.check(".", baseline=True)) == 2
    assert len(boxlint.check(".", baseline=folder / "known.json")) == 0


def test_fixing_mends_the_known_too(folder: Path) -> None:
    write_coco(folder / "a.json", outside(1), bad(2))
    write_baseline()
    result = boxlint_says("fix", "--unsafe-fixes")
    assert result.exit_code == 0
    assert "No findings; 1 known finding hidden" in result.stdout
    assert "Fixed 1 finding in 1 file: 1 BX202." in result.stdout
    assert stale() == [("a.json", "BX202 box", 1)]
    outcome = boxlint.fix(".", baseline=False)
    assert outcome.report.summary.by_rule == {"BX104": 1}


def test_copies_are_reported_as_the_files_that_they_were_made_from(folder: Path) -> None:
    write_coco(folder / "data/a.json", bad(2), outside(3))
    write_baseline()
    result = boxlint_says("fix", "data", "--unsafe-fixes", "--output", "fixed")
    assert "No findings; 1 known finding hidden" in result.stdout


def test_fingerprints_do_not_depend_on_what_is_known(folder: Path) -> None:
    """One of two keypoints of an annotation is known; the other is still the second."""
    (folder / "a.json").write_text(json.dumps(RICH), encoding="utf-8")
    every = {finding.fingerprint for finding in boxlint.check(".", select="ALL")}
    write_baseline("--select", "ALL")
    known = read(folder / NAME)
    kept = {
        file: {kind: frozenset(each for each in entries if "#" not in str(each)) for kind, entries in kinds.items()}
        for file, kinds in known.files.items()
    }
    save(folder / NAME, Baseline(kept, known.titles))
    report = boxlint.check(".", select="ALL")
    assert 0 < len(report) < len(every)
    assert {finding.fingerprint for finding in report} < every
    assert report.summary.baselined + len(report) == len(every)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is no JSON"),
        ("\x00\xff", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ('{\n<<<<<<< ours\n"version": 1', "marks of a merge conflict"),
        ("[]", "is no baseline"),
        ('{"a.js": {"no-undef": {"count": 2}}}', "is no baseline"),
        ('{"version": 2, "files": {}}', "newer version"),
        ('{"version": 1, "files": []}', "is no baseline"),
        ('{"version": 1, "files": {"a": []}}', "files.a: expected an object"),
        ('{"version": 1, "files": {"a": {"BX101": ["x", 1]}}}', "expected a rule and its table"),
        ('{"version": 1, "files": {"a": {"BX101 box": [1]}}}', "begins with the name"),
        ('{"version": 1, "files": {"a": {"BX101 box": ["x", {}]}}}', "expected ids and texts"),
        ('{"version": 1, "files": {"a": {"BX101 box": ["x", true]}}}', "expected ids and texts"),
        ('{"version": true, "files": {}}', "is no baseline"),
    ],
)
def test_what_is_no_baseline_is_said_in_one_sentence(content: str, expected: str, folder: Path) -> None:
    write_coco(folder / "a.json", bad(1))
    (folder / NAME).write_bytes(content.encode("latin-1"))
    for command in ("check", "baseline", "fix"):
        result = boxlint_says(command)
        assert result.exit_code == 2
        assert expected in result.stderr
        assert result.stderr.startswith(f"boxlint: {NAME}: ")
        assert "Traceback" not in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert (folder / NAME).read_bytes() == content.encode("latin-1")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check", "--baseline", "gone.json"), "baseline gone.json: there is no such file; boxlint baseline writes it"),
        (("check", "--baseline", "x.json", "--no-baseline"), "leave one out"),
        (("baseline", "--prune"), "there is no boxlint-baseline.json"),
        (("baseline", "--baseline", "no/such/folder.json"), "its folder does not exist"),
        (("baseline", "--baseline", "."), "is a folder"),
        (("baseline", "gone"), "gone does not exist"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], expected: str, folder: Path) -> None:
    write_coco(folder / "a.json", bad(1))
    result = boxlint_says(*arguments)
    assert result.exit_code == 2
    assert expected in result.stderr


def test_entries_that_a_formatter_wrote_otherwise_are_read(folder: Path) -> None:
    write_coco(folder / "a.json", bad(1), bad(2))
    write_baseline()
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text("\ufeff" + json.dumps(json.loads(text), indent=4), encoding="utf-8")
    assert new_findings() == []
    write_baseline()
    assert new_findings() == []


def test_nothing_is_written_where_there_is_nothing_to_write(folder: Path) -> None:
    write_coco(folder / "a.json", annotation(1, 1, [10, 20, 30, 40]))
    assert "nothing to write" in write_baseline()
    assert not (folder / NAME).exists()
    write_coco(folder / "a.json", bad(1))
    write_baseline()
    before = (folder / NAME).stat().st_mtime_ns
    write_baseline()
    assert (folder / NAME).stat().st_mtime_ns == before
    write_coco(folder / "a.json", annotation(1, 1, [10, 20, 30, 40]))
    write_baseline()
    assert len(read(folder / NAME)) == 0


def test_a_link_is_kept_and_what_cannot_be_written_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_coco(folder / "a.json", bad(1))
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/known.json").write_text('{"version": 1, "files": {}}', encoding="utf-8")
    (folder / NAME).symlink_to("elsewhere/known.json")
    write_baseline()
    assert (folder / NAME).is_symlink()
    assert len(read(folder / "elsewhere/known.json")) == 1
    write_coco(folder / "a.json", bad(1), bad(2))
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    result = boxlint_says("baseline")
    assert result.exit_code == 2
    assert f"{NAME}: cannot be written: No space left on device" in result.stderr
    assert len(read(folder / NAME)) == 1
    assert sorted(os.listdir(folder / "elsewhere")) == ["known.json"]


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files_are_known_as_a_whole_and_one_bad_box_is_new(folder: Path) -> None:
    """All findings of a COCO file with more than 500, shuffled and written otherwise, and a box that is new."""
    source = next(Path(REAL_DATA).rglob("rotate_json/annotations/val.json"))
    document = json.loads(source.read_text(encoding="utf-8"))
    (folder / "val.json").write_text(json.dumps(document), encoding="utf-8")
    write_baseline()
    known = read(folder / NAME)
    assert len(known) > 500
    assert len(known) == summary()["baselined"]
    box = {"id": 10**9, "image_id": 2029, "category_id": 0, "bbox": [300, 300, 40, 0, 0.5], "area": 1, "iscrowd": 0}
    document["annotations"] = Random(1).sample([*document["annotations"], box], len(document["annotations"]) + 1)
    (folder / "val.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    assert [(each["code"], each["annotation_id"]) for each in new_findings()] == [("BX507", 10**9)]
    assert summary()["stale"] == 0


BOX = "<object><name>car</name><bndbox><xmin>5</xmin><ymin>6</ymin><xmax>5</xmax><ymax>9</ymax></bndbox></object>"


def spoil_voc(text: str) -> str:
    """The first box has no height."""
    return re.sub(r"(?s)<ymin>(.*?)</ymin>(.*?)<ymax>.*?</ymax>", r"<ymin>\1</ymin>\2<ymax>\1</ymax>", text, count=1)


def spoil_dota(text: str) -> str:
    """Of each object, the second and the third vertex are swapped."""
    return re.sub(r"(?m)^(\S+ \S+) (\S+ \S+) (\S+ \S+) (?=\S+ \S+ \S*[a-z])", r"\1 \3 \2 ", text)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
@pytest.mark.parametrize(
    ("pattern", "spoil", "code", "worsen"),
    [
        ("*HRRSD*/voc/**/*.xml", spoil_voc, "BX101", lambda text: text.replace("</annotation>", f"{BOX}</annotation>")),
        ("*/dota/**/*.txt", spoil_dota, "BX502", lambda text: text.rstrip() + "\n1 1 90 1 1 80 90 80 ship 0\n"),
    ],
)
def test_one_bad_object_in_real_folders_is_new(
    pattern: str, spoil: Callable[[str], str], code: str, worsen: Callable[[str], str], folder: Path
) -> None:
    """Hundreds are known, and the folder has got another name."""
    (folder / "boxlint.toml").write_text(f'select = ["{code}"]', encoding="utf-8")
    (folder / "data").mkdir()
    for number, source in enumerate(sorted(Path(REAL_DATA).glob(pattern))[:600]):
        text = source.read_text(encoding="utf-8", errors="replace")
        (folder / "data" / f"{number}_{source.name}").write_text(spoil(text), encoding="utf-8")
    write_baseline("data")
    known = summary("data")["baselined"]
    assert known >= 500
    shutil.move(folder / "data", folder / "renamed")
    assert summary("renamed")["by_rule"] == {}
    file = max((folder / "renamed").iterdir(), key=lambda path: path.stat().st_size)
    file.write_text(worsen(file.read_text(encoding="utf-8")), encoding="utf-8")
    found = summary("renamed")
    assert (found["by_rule"], found["baselined"], found["stale"]) == ({code: 1}, known, 0)
