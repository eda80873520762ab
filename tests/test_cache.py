"""Checking with a cache gives what checking without one gives, whatever happened in between."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import boxlint
from boxlint import folder_formats
from boxlint.cache import origin, recall, stamps
from boxlint.cli import commands
from boxlint.formats import SourceFile
from boxlint.reports import json as json_report
from boxlint.rule_files import load_rules
from tests.coco_samples import POLYGON, but, dataset
from tests.test_merging import DOTA, XML

ROOT = Path(__file__).parent.parent
LINE = "1 2 30 2 30 40 1 40 {} 0\n"
FLAT = "5 5 5 5 5 5 5 5 ship 0\n"
LATER = 10**9


@contextmanager
def eager() -> Iterator[list[str]]:
    """Remembers whatever is read, however little and new it is; gives the names of the files that are read or told."""
    opened: list[str] = []
    read_set, tell_all = recall.read_set, folder_formats.tell_all

    def read_watched(name: str, files: Sequence[SourceFile], options: Any) -> Any:
        opened.extend(file.path.name for file in files)
        return read_set(name, files, options)

    def tell_watched(paths: Sequence[str]) -> list[str | None]:
        opened.extend(f"?{os.path.basename(path)}" for path in paths)
        return tell_all(paths)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("_WORTH_A_RUN", "_WORTH_AN_ENTRY", "_WORTH_TELLING"):
            patch.setattr(recall, name, 0)
        # of the future, so that nothing is too new
        patch.setattr(stamps, "_GRANULE", -(2**62))
        patch.setattr(recall, "read_set", read_watched)
        patch.setattr(folder_formats, "tell_all", tell_watched)
        yield opened


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of files that were opened, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    with eager() as names:
        yield names


def report(paths: Any = "labels", **options: Any) -> str:
    """The report in JSON, without the seconds; or why there is none."""
    try:
        found = boxlint.check(paths, **options)
    except boxlint.UserError as error:
        return str(error)
    content = json.loads("".join(json_report.write(found)))
    del content["summary"]["seconds"]
    return json.dumps(content, indent=1)


def assert_same(paths: Any = "labels", **options: Any) -> str:
    """Checks with and without the cache, which must agree; the report."""
    cached = report(paths, cache=True, **options)
    assert cached == report(paths, **options)
    return cached


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def entries() -> list[Path]:
    return sorted(Path().glob(".boxlint_cache/*/*.entry"))


def renew(path: Path) -> None:
    """Another time, the same content."""
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + LATER))


COCO = st.lists(
    st.builds(
        lambda number, box, category: but(id=number, bbox=box, category_id=category, segmentation=POLYGON),
        st.integers(1, 3),
        st.lists(st.sampled_from([0, 1.5, 40, -3]), min_size=4, max_size=4),
        st.integers(1, 2),
    ),
    max_size=3,
).map(lambda annotations: json.dumps(dataset(*annotations)))
TEXTS = {".txt": DOTA, ".xml": XML, ".json": COCO}
PLACES = [f"labels/{folder}{name}{suffix}" for folder in ("", "b/") for name in ("1", "2", "10") for suffix in TEXTS]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_cached_check_says_what_an_uncached_one_says(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After any edits, additions, removals, renames and touches, step by step."""
    root = tmp_path_factory.mktemp("data")
    with eager(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        (root / "labels" / "b").mkdir(parents=True)
        for place in data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=8, unique=True)):
            (root / place).write_text(data.draw(TEXTS[Path(place).suffix]), encoding="utf-8")
        for _ in range(data.draw(st.integers(1, 4))):
            assert_same(select=data.draw(st.sampled_from(["ALL", "BX1,BX2", "BX3,BX4", "BX0"])))
            for _ in range(data.draw(st.integers(0, 2))):
                change(root, data)


def change(root: Path, data: st.DataObject) -> None:
    """One thing that people do to files."""
    path = root / data.draw(st.sampled_from(PLACES))
    action = data.draw(st.sampled_from(["write", "remove", "rename", "touch"]))
    if action == "write":
        path.write_text(data.draw(TEXTS[path.suffix]), encoding="utf-8")
    elif path.exists():
        if action == "remove":
            path.unlink()
        elif action == "touch":
            renew(path)
        else:
            others = [place for place in PLACES if place.endswith(path.suffix)]
            path.replace(root / data.draw(st.sampled_from(others)))


def test_unchanged_files_are_not_opened(opened: list[str], tmp_path: Path) -> None:
    write(tmp_path / "labels", a=LINE.format("ship"), b=FLAT, c="1 2 3")
    (tmp_path / "labels" / "d.json").write_text(json.dumps(dataset(but())))
    first = assert_same()
    assert "BX501" in first
    opened.clear()
    assert report(cache=True) == first
    assert opened == []


def test_only_what_has_changed_is_opened(opened: list[str], tmp_path: Path) -> None:
    texts = {f"p{number}": LINE.format(f"class{number}") for number in range(9)}
    write(tmp_path / "labels", **texts)
    assert_same()
    write(tmp_path / "labels", p3=LINE.format("new"), p99=LINE.format("class5"))
    (tmp_path / "labels" / "p5.txt").unlink()
    (tmp_path / "labels" / "p7.txt").rename(tmp_path / "labels" / "p0.txt")
    opened.clear()
    first = report(cache=True)
    assert sorted(opened) == ["?p0.txt", "?p3.txt", "?p99.txt", "p0.txt", "p3.txt", "p99.txt"]
    opened.clear()
    assert report(cache=True) == first
    assert opened == []
    assert report() == first


def test_a_file_with_size_and_time_as_before(opened: list[str], tmp_path: Path) -> None:
    """The time of a change of the entry itself, which no program sets, tells it."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=LINE.format("car"), c=LINE.format("car"))
    assert_same()
    path = tmp_path / "labels" / "a.txt"
    before = path.stat()
    path.write_text("9" + LINE.format("ship")[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_size == before.st_size
    if os.name == "nt":
        return
    opened.clear()
    report(cache=True)
    assert opened == ["?a.txt", "a.txt"]


def test_a_large_file_with_another_time_is_compared(opened: list[str], tmp_path: Path) -> None:
    """Its content is hashed: git gives files new times that it leaves as they were."""
    path = tmp_path / "labels" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps(dataset(but())))
    first = assert_same()
    renew(path)
    opened.clear()
    assert report(cache=True) == first
    assert "a.json" not in opened
    opened.clear()
    assert report(cache=True) == first
    assert opened == []
    changed = path.read_text().replace("3.5", "0.0")
    path.write_text(changed)
    assert assert_same() != first


def test_a_file_that_has_just_changed_is_read_again(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could change once more within the same tick of the clock."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=LINE.format("car"), c=LINE.format("car"))
    for path in (tmp_path / "labels").iterdir():
        os.utime(path, (0, 0))
    monkeypatch.setattr(stamps, "_GRANULE", 10**18)
    assert_same()
    opened.clear()
    assert_same()
    assert sorted(set(opened)) == ["?a.txt", "?b.txt", "?c.txt", "a.txt", "b.txt", "c.txt"]


def test_a_file_that_changes_while_it_is_read(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stamp is older than what was read of it."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=LINE.format("car"))
    (tmp_path / "labels" / "c.json").write_text(json.dumps(dataset(but())))
    read_set = recall.read_set

    def read_slowly(name: str, files: Sequence[SourceFile], options: Any) -> Any:
        tables = read_set(name, files, options)
        for file in files:
            text = file.path.read_text()
            file.path.write_text(text.replace("ship", "boat").replace("3.5", "0.0"))
        return tables

    monkeypatch.setattr(recall, "read_set", read_slowly)
    before = report(cache=True)
    monkeypatch.setattr(recall, "read_set", read_set)
    assert assert_same() != before


def test_a_file_that_told_nothing_is_asked_again(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cannot be opened tells no more than one without content."""
    write(tmp_path / "boxes", a=LINE.format("ship"), b=LINE.format("car"), c="")
    tell_all = folder_formats.tell_all
    monkeypatch.setattr(folder_formats, "tell_all", lambda paths: ["empty" for _ in paths])
    assert "no annotation file" in report("boxes", cache=True)
    monkeypatch.setattr(folder_formats, "tell_all", lambda paths: ["dota", "empty", "empty"])
    report("boxes", cache=True)
    monkeypatch.setattr(folder_formats, "tell_all", tell_all)
    opened.clear()
    cached = report("boxes", cache=True)
    assert opened == ["?b.txt"]
    assert cached == report("boxes")


def test_a_file_whose_reading_failed_is_read_again(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was away for a moment leaves no word in the cache."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=LINE.format("car"), c=LINE.format("car"))
    folder, away = tmp_path / "labels", tmp_path / "away"
    read_set = recall.read_set

    def read_nothing(name: str, files: Sequence[SourceFile], options: Any) -> Any:
        shutil.move(folder, away)
        try:
            return read_set(name, files, options)
        finally:
            shutil.move(away, folder)

    monkeypatch.setattr(recall, "read_set", read_nothing)
    assert "cannot be read" in report(cache=True)
    monkeypatch.setattr(recall, "read_set", read_set)
    assert "cannot be read" not in assert_same()


OTHER_RULE = """
code = "XX001"
name = "wide-box"
on = "quad"
severity = "warning"
summary = "The box is wide."
when = "x2 - x1 > {limit}"
message = "{{x2:g}} is far to the right"
why = "A test."

[[bad]]
quad = [0, 0, 100, 0, 100, 10, 0, 10]

[[good]]
quad = [0, 0, 5, 0, 5, 10, 0, 10]
"""


def test_rules_and_settings_are_judged_anew(opened: list[str], tmp_path: Path) -> None:
    """Own rules, parameters, severities, ignores, frameworks and splits."""
    lines = LINE.format("ship") + "1 2 3 2 3 400 1 400 car 0\n" + "0 0 0 0 0 0 0 0 ship 0\n"
    write(tmp_path / "labels" / "train", a=lines, b=LINE.format("ship"))
    write(tmp_path / "labels" / "val", a=lines)
    reports = [assert_same()]
    (tmp_path / "own").mkdir()
    config = tmp_path / "boxlint.toml"
    for limit, text in (
        (50, 'rules = ["own"]\n'),
        (20, 'rules = ["own"]\n'),
        (20, "[parameters.BX104]\nmax_ratio = 1.5\n"),
        (20, "[parameters.BX104]\nmax_ratio = 1000000\n"),
        (20, '[severity]\nBX501 = "warning"\n'),
        (20, '[per-file-ignores]\n"labels/val/*" = ["ALL"]\n'),
        (20, 'for = ["mmrotate-1"]\n'),
        (20, 'for = ["mmrotate-0", "amp"]\n'),
        (20, '[splits]\nalpha = ["labels/**"]\n'),
    ):  # fmt: skip
        (tmp_path / "own" / "XX001-wide-box.toml").write_text(OTHER_RULE.format(limit=limit))
        config.write_text(text)
        opened.clear()
        reports.append(report(cache=True))
        # some frameworks read more columns
        assert "for =" in text or [name for name in opened if not name.startswith("?")] == [], text
        assert reports[-1] == report(), text
    assert len(set(reports)) > 6


def test_what_reading_depends_on(opened: list[str], tmp_path: Path) -> None:
    """Classes, known fields, a forced format, the working directory, and columns that are read on demand only."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=FLAT)
    crossed = but(id=2, segmentation=[[0, 0, 9, 9, 9, 0, 0, 9]], bogus=1, keypoints=[1, 2])
    (tmp_path / "labels" / "c.json").write_text(json.dumps(dataset(but(), crossed)))
    reports = [
        assert_same(select="BX1"),
        assert_same(select="ALL"),
        assert_same(select="BX1"),
        assert_same(select="ALL", classes=["car"]),
        assert_same(select="ALL", known_fields=["bogus"]),
        assert_same(select="ALL", format="dota"),
        assert_same(Path("labels").absolute().parent / "labels" / "c.json", select="ALL"),
    ]
    os.chdir(tmp_path / "labels")
    reports.append(assert_same("."))
    os.chdir(tmp_path)
    assert len(set(reports)) == len(reports) - 1
    assert reports[0] == reports[2]


def test_any_selection_after_any_other(opened: list[str], tmp_path: Path) -> None:
    """Tables with more columns than a selection needs give it the same findings."""
    (tmp_path / "labels").mkdir()
    annotations = [
        but(segmentation=[[0, 0, 9, 9, 9, 0, 0, 9]], keypoints=[1, 2], iscrowd=3),
        but(id=2, segmentation={"size": [4, 4], "counts": [1, 2]}, extra=1),
        but(id=2, segmentation=[[0, 0]], bbox=[1, 2, -3, 4], num_keypoints="x"),
        but(id="4", category_id=7, area=None, bbox=[1, 2, 3, "4"]),
    ]
    (tmp_path / "labels" / "c.json").write_text(json.dumps(dataset(*annotations)))
    rules = load_rules([], examples=False)
    alone = {code: report(select=code) for code in rules}
    fired = sum('"code"' in text for text in alone.values())
    assert fired > 10
    for code, text in alone.items():
        assert report(select=code, cache=True) == text, code
    assert report(select="ALL", cache=True) == report(select="ALL")
    opened.clear()
    for code, text in alone.items():
        assert report(select=code, cache=True) == text, code
    assert opened == []


def test_other_readers_read_again(opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program, of its modules or of a library."""
    write(tmp_path / "labels", a=LINE.format("ship"))
    assert_same()
    for patched in ("version", "origin"):
        with pytest.MonkeyPatch.context() as patch:
            if patched == "version":
                patch.setattr("boxlint.session.__version__", "9.9")
            else:
                patch.setattr(origin, "_version", lambda library: "9.9")
            origin.origin.cache_clear()
            opened.clear()
            report(cache=True)
            assert opened == ["?a.txt", "a.txt"], patched
    origin.origin.cache_clear()


def test_an_image_file_that_changes_is_noticed(opened: list[str], tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(json.dumps(dataset(but())))
    (tmp_path / "images").mkdir()
    reports = []
    for size in ((640, 480), (10, 10), None):
        if size:
            Image.new("L", size).save(tmp_path / "images" / "a.jpg")
        else:
            (tmp_path / "images" / "a.jpg").unlink()
        reports.append(assert_same(images=["images"]))
    assert len(set(reports)) == 3
    assert opened.count("a.json") == 1


def test_entries_that_are_none(opened: list[str], tmp_path: Path) -> None:
    """Cut off, filled with something else, of another folder, of nobody."""
    write(tmp_path / "labels", a=LINE.format("ship"), b=LINE.format("car"))
    write(tmp_path / "other", a=LINE.format("ship"), b="1 2 3 4")
    other = assert_same("other")
    names = set(entries())
    assert len(names) == 3
    first = assert_same()
    own = sorted(set(entries()) - names)
    assert len(own) == 3
    for path, copied in zip(own, sorted(names), strict=True):
        content = path.read_bytes()
        for wrong in (b"", content[: len(content) // 2], b"x" * len(content), copied.read_bytes()):
            path.write_bytes(wrong)
            assert assert_same() == first
            assert path.read_bytes() != wrong
    assert assert_same("other") == other


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_folder_that_may_not_be_written(opened: list[str], tmp_path: Path) -> None:
    """No cache, and no word of it; also with a file in its place."""
    write(tmp_path / "labels", a=LINE.format("ship"))
    folder = tmp_path / ".boxlint_cache"
    folder.mkdir(mode=0o500)
    assert_same()
    folder.chmod(0o700)
    shutil.rmtree(folder)
    folder.write_text("")
    assert_same()
    assert folder.read_text() == ""


def test_small_inputs_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "labels", **{f"p{number}": LINE.format("ship") for number in range(100)})
    found = CliRunner().invoke(commands, ["check", "labels"])
    assert found.exit_code == 0, found.output
    assert not (tmp_path / ".boxlint_cache").exists()


def test_large_inputs_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command; by a call only where it is asked to; and neither where the configuration or an option forbids."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(recall, "_WORTH_A_RUN", recall._OF_A_FILE * 100)
    write(tmp_path / "labels", **{f"p{number}": LINE.format("ship") for number in range(100)})
    for path in (tmp_path / "labels").iterdir():
        os.utime(path, (0, 0))
    monkeypatch.setattr(stamps, "_GRANULE", -(2**62))
    boxlint.check("labels")
    assert CliRunner().invoke(commands, ["check", "labels", "--no-cache"]).exit_code == 0
    (tmp_path / "boxlint.toml").write_text("cache = false\n")
    assert CliRunner().invoke(commands, ["check", "labels"]).exit_code == 0
    assert not entries()
    assert CliRunner().invoke(commands, ["check", "labels", "--cache"]).exit_code == 0
    assert len(entries()) == 3
    (tmp_path / "boxlint.toml").unlink()
    shutil.rmtree(tmp_path / ".boxlint_cache")
    boxlint.check("labels", cache=True)
    assert len(entries()) == 3
    assert (tmp_path / ".boxlint_cache" / ".gitignore").read_text() == "*\n"


def test_fix_reads_files_only(opened: list[str], tmp_path: Path) -> None:
    """And the next check sees what was fixed."""
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(json.dumps(dataset(but(iscrowd=False))))
    before = assert_same()
    opened.clear()
    assert CliRunner().invoke(commands, ["fix", "labels"]).exit_code == 0
    assert [name for name in opened if not name.startswith("?")] == []
    assert assert_same() != before


def test_clean(opened: list[str], tmp_path: Path) -> None:
    write(tmp_path / "labels", a=LINE.format("ship"))
    run = CliRunner()
    nothing = run.invoke(commands, ["clean"])
    assert (nothing.exit_code, nothing.stdout) == (
        0,
        f"Nothing to remove: there is no {tmp_path / '.boxlint_cache'}.\n",
    )
    assert_same()
    removed = run.invoke(commands, ["clean"])
    assert removed.exit_code == 0
    assert removed.stdout.startswith("Removed .boxlint_cache (0.0 MB)")
    assert not (tmp_path / ".boxlint_cache").exists()
    (tmp_path / ".boxlint_cache").mkdir()
    (tmp_path / ".boxlint_cache" / "mine").write_text("")
    refused = run.invoke(commands, ["clean"])
    assert refused.exit_code == 2
    assert (tmp_path / ".boxlint_cache" / "mine").exists()
    mistyped = run.invoke(commands, ["clean", "lables"])
    assert (mistyped.exit_code, mistyped.stderr) == (2, "boxlint: lables does not exist\n")


def test_the_cache_lies_beside_the_configuration(opened: list[str], tmp_path: Path) -> None:
    write(tmp_path / "data" / "labels", a=LINE.format("ship"))
    (tmp_path / "data" / "boxlint.toml").write_text("")
    assert_same("data/labels")
    assert not (tmp_path / ".boxlint_cache").exists()
    assert (tmp_path / "data" / ".boxlint_cache" / "CACHEDIR.TAG").is_file()
    assert CliRunner().invoke(commands, ["clean", "data/labels"]).stdout.startswith("Removed data/.boxlint_cache")


def test_runs_at_once(tmp_path: Path) -> None:
    """Several programs on one cache, while files change: each is right in the end."""
    write(tmp_path / "labels", **{f"p{number}": LINE.format(f"c{number % 7}") for number in range(2100)})
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "boxlint", "check", "labels", "--output-format", "jsonl"]
    for text in ("1 2 3", LINE.format("new")):
        write(tmp_path / "labels", p7=text)
        for path in (tmp_path / "labels").iterdir():
            os.utime(path, (0, 0))
        alone = subprocess.run(
            [*command, "--no-cache"], cwd=tmp_path, env=environment, capture_output=True, check=False
        ).stdout
        running = [subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
        assert [process.communicate()[0] for process in running] == [alone] * 3
