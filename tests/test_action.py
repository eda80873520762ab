"""`action.yml`, the action for GitHub: its scripts run with the environment that a runner gives them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from boxlint.outputs import WRITERS
from docs.record import PAGES, fence, page_text
from tests.dirty_dataset import write_clean, write_dirty

yaml = pytest.importorskip("yaml", reason="pyyaml is not installed")
if sys.platform == "win32" or shutil.which("bash") is None:
    pytest.skip("needs a bash that runs programs of this folder", allow_module_level=True)

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
UNREACHABLE = ("No matching distribution", "Could not find a version", "ConnectionError", "Connection refused")
NASTY = ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "x\n$(touch pwned)", "' ; touch pwned ; '"]


class Runner:
    """What a runner gives to the steps of an action: files, and the environment that the steps ask for."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.temp, self.output, self.summary = folder / "temp", folder / "output", folder / "summary.md"
        for place in (self.workspace, self.temp):
            place.mkdir()
        self.outputs: dict[str, dict[str, str]] = {}

    def run(self, step: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step's script with these inputs, the others as they are by default."""
        given = {name: field["default"] for name, field in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        self.output.write_text("", encoding="utf-8")
        own = {
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_ACTION_PATH": str(ROOT),
            **{name: self._filled(text, given) for name, text in STEPS[step].get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[step]["run"]],
            cwd=self.workspace,
            env={**{name: value for name, value in os.environ.items() if name != "PYTHONPATH"}, **own},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        lines = (line.partition("=") for line in self.output.read_text(encoding="utf-8").splitlines())
        self.outputs[step] = {name: value for name, _, value in lines}
        return done

    def _filled(self, text: str, inputs: dict[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            place, *path = match[1].split(".")
            if place == "inputs":
                return inputs[path[0]]
            return self.outputs[path[0]][path[2]]

        return re.sub(r"\$\{\{ ([^}]+) \}\}", value, text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner on which boxlint, this checkout, is installed."""
    made = Runner(tmp_path)
    programs = made.temp / "programs"
    programs.mkdir()
    python = shlex.quote(sys.executable)
    for name, command in (("python", python), ("boxlint", f"{python} -m boxlint")):
        program = programs / name
        environment = f"PYTHONPATH={shlex.quote(str(ROOT))}"
        program.write_text(f'#!/bin/sh\n{environment} exec {command} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    made.outputs["install"] = {"programs": str(programs)}
    return made


def test_no_input_is_written_into_a_script() -> None:
    """They come by the environment, where they are text and nothing else; and every one of them is used."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == ("shell" in step)
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"]["steps"])))
    assert used == ACTION["inputs"].keys()
    for name, field in ACTION["inputs"].items():
        assert field["description"].endswith("."), name
        assert "default" in field, name


def test_the_documentation_uses_inputs_that_there_are() -> None:
    """And explains each."""
    uses = []
    for page in PAGES:
        for block in fence("yaml").findall(page_text(page)):
            found = yaml.safe_load(block)
            # some blocks are a list of steps
            jobs = [{"steps": found}] if isinstance(found, list) else found.get("jobs", {}).values()
            uses += [step["with"] for job in jobs for step in job["steps"] if "/boxlint@" in step.get("uses", "")]
    assert uses
    assert set().union(*uses) <= ACTION["inputs"].keys()
    explained = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8").partition("| input |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", explained)) >= ACTION["inputs"].keys()


def test_it_writes_formats_that_there_are() -> None:
    formats = set(re.findall(r"--output-format=(\w+)", STEPS["check"]["run"]))
    assert formats == {"github", "markdown", "sarif"}
    assert formats <= WRITERS.keys()


def test_findings_fail_the_job_with_annotations_and_a_summary(runner: Runner) -> None:
    write_dirty(runner.workspace)
    done = runner.run("check", sarif="boxlint.sarif")
    assert done.returncode == 1, done.stderr
    assert runner.outputs["check"] == {"exit-code": "1"}
    assert re.search(r"^::error [^\n]*file=instances\.json,", done.stdout, re.MULTILINE)
    assert "BX101" in runner.summary.read_text(encoding="utf-8")
    runs = json.loads((runner.workspace / "boxlint.sarif").read_text(encoding="utf-8"))["runs"]
    assert runs[0]["results"]


def test_sound_files_pass(runner: Runner) -> None:
    write_clean(runner.workspace)
    done = runner.run("check")
    assert (done.returncode, runner.outputs["check"]) == (0, {"exit-code": "0"}), done.stderr
    assert "::error" not in done.stdout


def test_a_folder_without_annotations_fails(runner: Runner) -> None:
    """What checks nothing must not be green."""
    done = runner.run("check")
    assert (done.returncode, runner.outputs["check"]) == (2, {"exit-code": "2"})


def test_inputs_choose_paths_and_rules(runner: Runner) -> None:
    """Paths stand on lines, so that they may hold spaces; options are split as in a shell."""
    write_dirty(runner.workspace / "first folder")
    write_clean(runner.workspace / "second")
    assert runner.run("check", paths="second\n").returncode == 0
    done = runner.run("check", paths="first folder\n\nsecond\n", select="BX101,BX202", ignore="BX202")
    assert "BX101" in done.stdout
    assert "BX202" not in done.stdout
    only_warnings = {"paths": "first folder", "select": "BX202"}
    assert runner.run("check", **only_warnings).returncode == 1
    assert runner.run("check", **only_warnings, fail_on="error").returncode == 0
    severe = runner.run("check", **only_warnings, fail_on="error", args="--severity 'BX202=error' --max-per-rule 1")
    assert severe.returncode == 1
    assert runner.run("check", **{"paths": "second", "for": "mmdet-coco"}).returncode == 0


@pytest.mark.parametrize("text", NASTY)
def test_inputs_are_never_run(text: str, runner: Runner) -> None:
    """Whoever can name a branch or a file must not get a shell. `args` come alone: what is no line of words ends it."""
    write_clean(runner.workspace)
    names = ACTION["inputs"].keys() - {"args", "version", "python-version"}
    runner.run("check", **dict.fromkeys(names, text))
    runner.run("check", args=text)
    assert not (runner.workspace / "pwned").exists()


def test_a_version_is_one_word_of_a_requirement(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says, it is handed to pip and to nothing else."""
    python = runner.temp / "programs" / "python3"
    making = 'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"'
    python.write_text(f'#!/bin/sh\nif [ "$2" = venv ]; then {making}; else printf "%s|" "$@"; fi\n', encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(python.parent), os.environ["PATH"]]))
    for text in ("0.1.0", *NASTY):
        assert runner.run("install", version=text).stdout.endswith(f"|boxlint=={text}|")
    assert runner.run("install").stdout.endswith(f"|{ROOT}|")
    assert not (runner.workspace / "pwned").exists()


def test_it_installs_itself_and_runs(tmp_path: Path) -> None:
    """In an environment of its own, from the folder of the action."""
    runner = Runner(tmp_path)
    write_dirty(runner.workspace)
    installed = runner.run("install")
    if installed.returncode and any(sign in installed.stderr for sign in UNREACHABLE):
        pytest.skip("the packages that boxlint needs cannot be installed: no package index is reached")
    assert installed.returncode == 0, installed.stderr
    assert runner.run("check").returncode == 1
