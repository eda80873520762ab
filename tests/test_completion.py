"""What a shell offers after `boxlint …` and the tabulator key."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from boxlint.formats.registry import FORMATS
from boxlint.frameworks.files import load_frameworks
from boxlint.rule_files import load_rules

ROOT = Path(__file__).parent.parent
RULES = load_rules(examples=False)
SKELETON = ROOT / "rules" / "BX101-zero-area-box.toml"


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def offered(line: str, folder: Path = ROOT) -> list[str]:
    """The words that are offered for the last one of a line, by the protocol of the shell function."""
    words = line.split(" ")
    asked = environment(_BOXLINT_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    done = subprocess.run(
        [sys.executable, "-m", "boxlint"], cwd=folder, env=asked, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [entry.partition(",")[2] for entry in done.stdout.splitlines() if entry]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("boxlint ch", ["check"]),
        ("boxlint chekc --sel", []),
        ("boxlint check --show-", ["--show-settings", "--show-files", "--show-fixes"]),
        ("boxlint check --select BX31", []),
        ("boxlint check --select BX8", ["BX801", "BX802", "BX803"]),
        ("boxlint check --ignore BX101,bx80", ["BX101,BX801", "BX101,BX802", "BX101,BX803"]),
        ("boxlint fix --extend-select near-", ["near-duplicate-box", "near-square-rotated-box"]),
        ("boxlint check --severity BX104=", ["BX104=error", "BX104=warning", "BX104=off"]),
        ("boxlint check --severity zero-area-b", [f"zero-area-box={level}" for level in ("error", "warning", "off")]),
        ("boxlint check --for mmrotate-1,de", ["mmrotate-1,detectron2", "mmrotate-1,detr"]),
        ("boxlint frameworks mmdet", ["mmdet-coco", "mmdet-voc"]),
        ("boxlint explain zero-area-p", ["zero-area-polygon"]),
        ("boxlint schema ru", ["rule"]),
        ("boxlint check sample", ["sample"]),
        ("boxlint check --images sam", ["sam"]),
    ],
)
def test_words_are_completed(line: str, expected: list[str]) -> None:
    assert sorted(offered(line)) == sorted(expected)


def test_all_codes_frameworks_and_formats_are_offered() -> None:
    assert offered("boxlint check --select ") == [*RULES]
    assert offered("boxlint check --for ") == [*load_frameworks(RULES)]
    assert offered("boxlint check --format ") == [format.name for format in FORMATS]


def test_rules_of_ones_own_are_offered(tmp_path: Path) -> None:
    """Where a configuration names them; where it is wrong, the shipped ones."""
    (tmp_path / "my_rules").mkdir()
    text = SKELETON.read_text(encoding="utf-8").replace("BX101", "MY001").replace("zero-area-box", "our-box")
    (tmp_path / "my_rules" / "MY001-our-box.toml").write_text(text, encoding="utf-8")
    (tmp_path / "boxlint.toml").write_text('rules = ["my_rules"]', encoding="utf-8")
    assert offered("boxlint explain MY", tmp_path) == ["MY001"]
    (tmp_path / "boxlint.toml").write_text("rules = 3", encoding="utf-8")
    assert offered("boxlint explain MY", tmp_path) == []
    assert offered("boxlint explain BX10", tmp_path) != []


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.skipif(sys.platform == "win32", reason="the bash of Windows knows no /bin/sh programs")
def test_bash_completes(tmp_path: Path) -> None:
    """The line of the documentation, in a bash that has the program."""
    program = tmp_path / "boxlint"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m boxlint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = """
        eval "$(_BOXLINT_COMPLETE=bash_source boxlint)"
        COMP_WORDS=(boxlint explain BX80) COMP_CWORD=2
        _boxlint_completion boxlint
        echo "${COMPREPLY[@]}"
    """
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", script], env=environment(PATH=path), capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.split() == ["BX801", "BX802", "BX803"], done.stderr
