"""`boxlint fix` and `boxlint check --fix` on the command line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import boxlint_says
from tests.dirty_dataset import CLEAN, annotation, coco, write_clean, write_dirty

pytestmark = pytest.mark.usefixtures("folder")

ROOT = Path(__file__).parent.parent
SAFE = {**annotation(9, 1, [5, 5, 20, 30]), "area": None}
EMPTY = annotation(8, 1, [7, 7, 0, 5])


def write(name: str, *annotations: dict[str, object]) -> Path:
    path = Path(name)
    path.write_text(json.dumps(coco(*CLEAN["annotations"], *annotations)))
    return path


def test_exit_codes() -> None:
    write_clean(Path("clean"))
    assert boxlint_says("fix", "clean").exit_code == 0
    write("safe.json", SAFE)
    assert boxlint_says("fix", "safe.json", "--diff").exit_code == 1
    assert boxlint_says("fix", "safe.json", "--dry-run").exit_code == 1
    assert boxlint_says("fix", "safe.json").exit_code == 0
    assert boxlint_says("fix", "safe.json", "--diff").exit_code == 0
    write("again.json", SAFE)
    assert boxlint_says("fix", "again.json", "--exit-non-zero-on-fix").exit_code == 1
    assert boxlint_says("fix", "again.json", "--exit-non-zero-on-fix").exit_code == 0
    write("empty.json", EMPTY)
    assert boxlint_says("fix", "empty.json").exit_code == 1
    assert boxlint_says("fix", "empty.json", "--exit-zero").exit_code == 0
    assert boxlint_says("fix", "gone.json").exit_code == 2


def test_what_was_fixed_and_what_is_left_is_told() -> None:
    write("a.json", SAFE, EMPTY)
    done = boxlint_says("fix", "a.json", "--show-fixes")
    assert "BX101 zero-area-box" in done.stdout
    assert "BX011 missing-area" not in done.stdout
    assert "\n- a.json:\n    1 × BX011 (missing-area)\n" in done.stdout
    assert done.stdout.endswith("Fixed 1 finding in 1 file: 1 BX011.\n")


def test_check_fixes_with_a_flag_and_says_so_without() -> None:
    path = write("a.json", SAFE, EMPTY)
    before = path.read_bytes()
    assert boxlint_says("check", "a.json").exit_code == 1
    refused = boxlint_says("check", "a.json", "--unsafe-fixes")
    assert (refused.exit_code, "--fix" in refused.stderr, path.read_bytes()) == (2, True, before)
    assert boxlint_says("check", "a.json", "--fix", "--drop-invalid").exit_code == 0
    assert len(json.loads(path.read_text())["annotations"]) == 4


def test_a_dry_run_writes_nothing() -> None:
    path = write("a.json", SAFE, EMPTY)
    before = path.read_bytes()
    done = boxlint_says("fix", "a.json", "--dry-run", "--drop-invalid", "--report", "edits.json")
    assert done.stdout.splitlines()[:2] == ["1  BX011  missing-area", "1  BX101  zero-area-box"]
    assert path.read_bytes() == before
    report = json.loads(Path("edits.json").read_text())
    assert [edit["rule"] for edit in report["edits"]] == ["BX011", "BX101"]
    assert report["summary"]["written"] is False
    for edit in report["edits"]:
        assert before[edit["start"] : edit["end"]].decode() == edit["before"]


def test_a_diff_can_be_applied_by_git() -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    write_dirty(Path())
    done = subprocess.run(
        [sys.executable, "-m", "boxlint", "fix", ".", "--unsafe-fixes", "--diff"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1
    assert b"Would fix" in done.stderr
    files = {path: path.read_bytes() for path in Path().rglob("*.xml")}
    subprocess.run([git, "apply", "-"], input=done.stdout, check=True)
    applied = {path: path.read_bytes() for path in files}
    assert applied != files
    for path, content in files.items():
        path.write_bytes(content)
    boxlint_says("fix", ".", "--unsafe-fixes")
    assert {path: path.read_bytes() for path in files} == applied


def test_one_file_is_copied() -> None:
    path = write("a.json", EMPTY)
    before = path.read_bytes()
    assert boxlint_says("fix", "a.json", "--drop-invalid", "--output-file", "b.json").exit_code == 0
    assert path.read_bytes() == before
    assert len(json.loads(Path("b.json").read_text())["annotations"]) == 3
    assert "is there already" in boxlint_says("fix", "a.json", "--output-file", "a.json").stderr
    assert "is for one file" in boxlint_says("fix", ".", "--output-file", "c.json").stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--diff", "--dry-run"),
        ("--output", "x", "--output-file", "y"),
        ("--delete-files",),
        ("--report", "a.json"),
        ("--report", "no/where.json"),
        ("--max-drop", "2"),
        ("--output-file", "b.json", "--report", "b.json"),
        ("--drop-empty-images", "--delete-files", "--output", "x"),
    ],
)
def test_contradictions_are_refused_before_anything_is_written(options: tuple[str, ...]) -> None:
    path = write("a.json", EMPTY)
    before = path.read_bytes()
    done = boxlint_says("fix", "a.json", "--drop-invalid", *options)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert path.read_bytes() == before
    assert os.listdir() == ["a.json"]


def test_a_read_only_file_stays_as_it_is() -> None:
    path = write("a.json", EMPTY)
    before = path.read_bytes()
    path.chmod(stat.S_IREAD)
    done = boxlint_says("fix", "a.json", "--drop-invalid")
    assert done.exit_code == 2
    assert "Left alone: a.json: is read-only" in done.stdout
    assert "Fixed nothing." in done.stdout
    assert path.read_bytes() == before


def test_files_without_objects_are_deleted_only_where_that_is_asked_for() -> None:
    target = Path("target")
    for options, is_there in (
        ((), True),
        (("--drop-empty-images",), True),
        (("--drop-empty-images", "--delete-files"), False),
    ):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for number in range(4):
            bad = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>1</xmax><ymax>9</ymax></bndbox>"
            good = bad.replace("<xmax>1", "<xmax>8")
            (target / f"{number}.xml").write_text(
                "<annotation><filename>a.jpg</filename><size><width>20</width><height>20</height></size>"
                f"<object><name>ship</name>{good if number else bad}</object></annotation>"
            )
        done = boxlint_says("fix", "target", "--drop-invalid", "--ignore", "BX306", *options)
        assert done.exit_code == 0, done.stdout
        assert "1 image lost all its annotations" in done.stdout
        assert (target / "0.xml").exists() is is_there


def test_no_report_overwrites_an_earlier_one() -> None:
    write("a.json", EMPTY)
    assert boxlint_says("fix", "a.json", "--drop-invalid", "--report", "r.json").exit_code == 0
    report = Path("r.json").read_bytes()
    assert boxlint_says("fix", "a.json", "--drop-invalid", "--report", "r.json").exit_code == 2
    assert Path("r.json").read_bytes() == report


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to another process")
def test_an_interrupted_run_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    from boxlint.repair import run

    for name in "abc":
        write(f"{name}.json", EMPTY)
    replaced: list[Path] = []
    replace_file = run.replace_file

    def interrupted(path: Path, *rest: object) -> None:
        if replaced:
            raise KeyboardInterrupt
        replaced.append(path)
        replace_file(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "replace_file", interrupted)
    done = boxlint_says("fix", ".", "--drop-invalid", "--report", "edits.json")
    assert done.exit_code == 130
    assert "interrupted: 1 of 3 files were fixed" in done.stderr
    assert len(json.loads(Path("edits.json").read_text())["edits"]) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_old_or_new_files() -> None:
    """However far a run came, every file is the old one or the new one, and the next run clears up."""
    old, new = Path("old"), Path("new")
    old.mkdir()
    padding = "x" * 20_000
    for number in range(60):
        document = coco(*(annotation(at, 1, [at, 1, 5, at % 9], note=padding) for at in range(1, 12)))
        (old / f"{number}.json").write_text(json.dumps(document))
    shutil.copytree(old, new)
    command = [sys.executable, "-m", "boxlint", "fix", "--drop-invalid", "--isolated"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    subprocess.run([*command, str(new)], capture_output=True, check=False, env=environment)
    whole = time.monotonic() - started
    before, after = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (old, new))
    assert all(before[name] != after[name] for name in before)
    for attempt in range(8):
        work = Path(f"work{attempt}")
        shutil.copytree(old, work)
        with subprocess.Popen([*command, str(work)], stdout=subprocess.DEVNULL, env=environment) as process:
            time.sleep(whole * (0.3 + 0.7 * attempt / 8))
            process.send_signal(signal.SIGKILL)
        for name, content in before.items():
            assert (work / name).read_bytes() in (content, after[name])
        subprocess.run([*command, str(work)], capture_output=True, check=False, env=environment)
        assert {path.name: path.read_bytes() for path in work.iterdir()} == after
