"""What is built from the checkout works where the checkout is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import boxlint

ROOT = Path(__file__).parent.parent


def build(kind: str, source: Path, target: Path) -> Path:
    """The wheel or sdist of a source tree."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def names(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_module_rule_and_schema(wheel: Path) -> None:
    """A green run in a checkout would hide a wheel without rules."""
    kinds = (".py", ".css", ".js")
    modules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("boxlint/**/*") if path.suffix in kinds}
    rules = {f"boxlint/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("rules/**/*.toml")}
    schemas = {f"boxlint/schemas/{path.name}" for path in ROOT.glob("docs/schema/*.json")}
    assert rules
    assert schemas
    packed = {name for name in names(wheel) if ".dist-info/" not in name}
    assert packed == modules | rules | schemas | {"boxlint/py.typed"}
    assert any(name.endswith("licenses/LICENSE") for name in names(wheel))


def test_the_wheel_runs_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked, without the checkout in sight, it loads its rules and finds a box without area."""
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    file = tmp_path / "one.xml"
    file.write_bytes((ROOT / "sample_data/voc/dirty/000101.xml").read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "boxlint", "check", "one.xml", "--output-format", "concise"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "BX101" in done.stdout
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Who builds from the source archive gets the same package."""
    with tarfile.open(build("sdist", ROOT, tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert names(build("wheel", source, tmp_path / "again")) == names(wheel)


def test_the_version_is_written_once(wheel: Path) -> None:
    """pyproject.toml takes it from the package, and the change log knows it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert "version" not in tomllib.load(file)["project"]
    assert wheel.name.startswith(f"boxlint-{boxlint.__version__}-")
    assert f"## {boxlint.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
