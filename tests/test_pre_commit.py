"""The hooks of `.pre-commit-hooks.yaml`, run by the `pre-commit` program in git repositories made here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from boxlint.cli import commands
from boxlint.formats.registry import FORMATS
from docs.record import PAGES, fence, page_text
from tests.dirty_dataset import CLEAN, VOC, annotation, coco

yaml = pytest.importorskip("yaml", reason="pre-commit is not installed")
pytest.importorskip("pre_commit", reason="pre-commit is not installed")
if shutil.which("git") is None:
    pytest.skip("git is not installed", allow_module_level=True)

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PACKAGE = ("boxlint", "rules", "docs/schema", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
HOOKS = ("boxlint", "boxlint-fix", "boxlint-dataset")
UNREACHABLE = ("No matching distribution", "Could not find a version", "ConnectionError", "Connection refused")
BROKEN = coco(annotation(1, 1, [10, 20, 30, 40]), annotation(2, 1, [100, 120, 60, 0]))
SOUND_VOC = VOC.replace("<ymax>20</ymax>", "<ymax>60</ymax>")

Environment = dict[str, str]


class Repository:
    """A git repository whose commits the hooks stand before."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        self.folder, self.environment = folder, environment
        folder.mkdir()
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in it."""
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )

    def write(self, name: str, content: Any) -> Path:
        """Write a file, a document as JSON."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
        return file

    def commit(self) -> subprocess.CompletedProcess[str]:
        """Commit all that there is."""
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", "x")

    def use(self, source: str, *hooks: str, **fields: Any) -> None:
        """Set the hooks up, as somebody who reads the documentation does."""
        used = [{"id": hook, **fields} for hook in hooks]
        self.write(".pre-commit-config.yaml", {"repos": [{"repo": source, "rev": "v1", "hooks": used}]})
        self.run("git", "add", ".pre-commit-config.yaml")
        done = self.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
        if done.returncode and any(sign in done.stdout for sign in UNREACHABLE):
            pytest.skip("the packages that boxlint needs cannot be installed: no package index is reached")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment without anybody's settings of git and pre-commit, where boxlint is not to be imported."""
    home = tmp_path_factory.mktemp("home")
    names = {f"GIT_{kind}_{field}": "x" for kind in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    own = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    left_out = ("PYTHONPATH", "SKIP", "NO_COLOR", "FORCE_COLOR")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith(("GIT_", "XDG_"))
    }
    return {**kept, **names, **own, **git}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, environment: Environment) -> str:
    """A git repository of the checkout as it is, with a tag; pre-commit installs from it once for all tests."""
    repository = Repository(tmp_path_factory.mktemp("source") / "boxlint", environment)
    for name in PACKAGE:
        origin, copy = ROOT / name, repository.folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.is_file():
            shutil.copy(origin, copy)
    assert repository.commit().returncode == 0
    assert repository.run("git", "tag", "v1").returncode == 0
    return repository.folder.as_posix()


@pytest.fixture
def repository(tmp_path: Path, environment: Environment) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "repository", environment)


def hooks() -> dict[str, dict[str, Any]]:
    """The hooks of the manifest by id."""
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}


def test_the_manifest_is_valid_and_takes_every_format() -> None:
    """A suffix that a new format reads has to be in its pattern; nothing that a user may replace is in `args`."""
    done = subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], check=False)
    assert done.returncode == 0
    assert tuple(hooks()) == HOOKS
    suffixes = {suffix for format in FORMATS for suffix in format.suffixes}
    for hook in hooks().values():
        assert "--fail-on error" in hook["entry"]
        assert hook["args"] == []
        for suffix in suffixes:
            assert re.search(hook["files"], f"labels/a{suffix}")
            assert re.search(hook["files"], f"labels/a{suffix.upper()}")
        assert not re.search(hook["files"], "images/a.jpg")


def test_the_documentation_uses_hooks_that_there_are(tmp_path: Path) -> None:
    """With options that their commands take."""
    used = set()
    for page in PAGES:
        for block in fence("yaml").findall(page_text(page)):
            document = yaml.safe_load(block)
            if "repos" not in document:
                continue
            file = tmp_path / "config.yaml"
            file.write_text(block, encoding="utf-8")
            assert (
                subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", file], check=False).returncode
                == 0
            )
            for hook in document["repos"][0]["hooks"]:
                used.add(hook["id"])
                _, *command = hooks()[hook["id"]]["entry"].split()
                result = CliRunner().invoke(commands, [*command, *hook.get("args", []), "--show-settings"])
                assert result.exit_code == 0, f"{page}: {hook}: {result.stderr}"
    assert used == {*HOOKS}


def test_a_commit_is_refused_fixed_and_accepted(repository: Repository, source: str) -> None:
    """With what is wrong on the screen; the other files of the commit are none of its business."""
    repository.use(source, "boxlint")
    file = repository.write("labels/instances.json", BROKEN)
    repository.write("package.json", {"name": "no annotations"})
    refused = repository.commit()
    assert refused.returncode == 1
    assert "BX101 zero-area-box" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert repository.run("git", "rev-parse", "HEAD").returncode != 0
    fix = [sys.executable, "-m", "boxlint", "fix", str(file), "--drop-invalid"]
    assert subprocess.run(fix, cwd=ROOT, capture_output=True, check=False).returncode == 0
    accepted = repository.commit()
    assert accepted.returncode == 0, accepted.stderr
    assert repository.run("git", "rev-parse", "HEAD").returncode == 0


def test_files_that_are_no_annotations_pass(repository: Repository, source: str) -> None:
    """A hook that stopped here would be removed the same day."""
    repository.use(source, "boxlint", "boxlint-fix")
    repository.write("package.json", {"name": "no annotations"})
    repository.write("notes.txt", "no labels\n")
    done = repository.commit()
    assert done.returncode == 0, done.stderr


def test_warnings_pass_unless_they_are_asked_for(repository: Repository, source: str) -> None:
    """`args` of a user come behind what the hook says itself, and win."""
    repository.write("labels/instances.json", coco(annotation(1, 1, [780, 20, 60, 40])))
    repository.use(source, "boxlint")
    assert repository.commit().returncode == 0
    repository.use(source, "boxlint", args=["--fail-on=warning", "--select=BX202"])
    done = repository.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert (done.returncode, "BX202" in done.stdout) == (1, True)


def test_the_fixing_hook_changes_files_and_says_so(repository: Repository, source: str) -> None:
    """pre-commit refuses the commit because files changed; added, they are accepted."""
    repository.use(source, "boxlint-fix")
    without_area = coco(annotation(1, 1, [10, 20, 30, 40]))
    del without_area["annotations"][0]["area"]
    file = repository.write("labels/instances.json", without_area)
    refused = repository.commit()
    assert refused.returncode == 1
    assert "files were modified by this hook" in refused.stderr
    assert json.loads(file.read_text(encoding="utf-8"))["annotations"][0]["area"] == 1200
    assert repository.commit().returncode == 0
    repository.write("labels/instances.json", BROKEN)
    left = repository.commit()
    assert left.returncode == 1, "what it may not fix by itself is an error as before"
    assert "BX101" in left.stderr


def test_excluded_files_are_left_out_although_they_are_named(repository: Repository, source: str) -> None:
    """A hook names every file, which by itself would bring excluded ones in."""
    repository.use(source, "boxlint")
    repository.write("boxlint.toml", 'exclude = ["legacy"]\n')
    repository.write("legacy/instances.json", BROKEN)
    assert repository.commit().returncode == 0


def test_the_dataset_hook_sees_what_no_file_shows_alone(repository: Repository, source: str) -> None:
    """Two splits that number their categories otherwise are each sound."""
    other = {**CLEAN, "categories": [{"id": 1, "name": "bridge"}, {"id": 2, "name": "ship"}]}
    repository.write("instances_train.json", CLEAN)
    repository.use(source, "boxlint", "boxlint-dataset")
    assert repository.commit().returncode == 0
    repository.write("instances_val.json", other)
    done = repository.commit()
    assert done.returncode == 1
    alone, _, whole = done.stderr.partition("boxlint check (whole dataset)")
    assert "BX909" not in alone
    assert "BX909" in whole


def test_thousands_of_files_come_in_several_calls(repository: Repository, source: str) -> None:
    """Each of 6,000 files is checked once, and what is wrong in one call stops the commit."""
    repository.use(source, "boxlint")
    names = [f"labels/{'long_name_of_a_picture_' * 3}{number:05}.xml" for number in range(6000)]
    for name in names:
        repository.write(name, SOUND_VOC)
    repository.run("git", "add", "--all")
    every = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose")
    done = repository.run(*every)
    checked = [int(count.replace(",", "")) for count in re.findall(r"\(([\d,]+) files?\)", done.stdout)]
    assert done.returncode == 0, done.stdout
    assert sum(checked) == len(names)
    assert len(checked) > 1
    repository.write(names[4000], VOC)
    done = repository.run(*every)
    assert (done.returncode, done.stdout.count("BX101 zero-area-box")) == (1, 1)
