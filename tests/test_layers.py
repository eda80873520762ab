"""Who imports whom: data goes one way, and nothing to the left knows anything to the right."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import boxlint

PACKAGE: Final = Path(boxlint.__file__).parent
RULES: Final = (
    "ruleset",
    "rule_files",
    "rule_faults",
    "selection",
    "requirements",
    "settings.overrides",
    "conditions",
    "suppression",
    "unused_suppressions",
    "verdicts",
    "frameworks",
)
REGISTRY: Final = {"formats", "formats.format", "formats.editor", "formats.registry"}
EXCEPTIONS: Final = {
    # what is so in all files of a format is a column of what is read of them
    "rows": REGISTRY,
    "syntax": REGISTRY,
    # places are found late, for findings that are shown
    "linter": REGISTRY,
}
JUDGING: Final = (
    "linter",
    "findings",
    "descriptions",
    "identities",
    "baseline",
    "fixes",
    "repair",
    "reports",
    "session",
    "api",
    "cli",
)


@cache
def imported(file: Path) -> tuple[str, ...]:
    """The modules of the package that a file imports anywhere, but for types only; without the package's name."""
    return tuple(_imported(ast.parse(file.read_text(encoding="utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("boxlint.") for alias in node.names if "boxlint." in alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module == "boxlint":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("boxlint."):
            yield str(node.module).removeprefix("boxlint.")


def reached(module: str, seen: set[str]) -> set[str]:
    """A module of the package and all that it leads to when it is imported or runs."""
    path = PACKAGE / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if module not in seen and file.is_file():
        seen.add(module)
        for other in imported(file):
            reached(other, seen)
    return seen


@pytest.mark.parametrize(
    ("layer", "beyond"),
    [
        ("schema", ("arrays", "tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("tables", ("measures", "columns", "formats", *RULES, *JUDGING)),
        ("arrays", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("orders", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("segments", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("vertices", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("outlines", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("text", ("schema", "tables", "rows", "syntax", "measures", "columns", "formats", *RULES, *JUDGING)),
        ("rows", ("measures", "columns", "expression", "syntax", "formats", *RULES, *JUDGING)),
        ("syntax", ("measures", "columns", "expression", "formats", *RULES, *JUDGING)),
        ("formats", ("measures", "columns", "expression", *RULES, *JUDGING)),
        ("measures", ("formats", "settings", "columns", "expression", "splits", *RULES, *JUDGING)),
        ("arranging", ("measures", "columns", "formats", *RULES, *JUDGING)),
        ("cache", ("measures", "columns", "expression", "splits", "image_files", *RULES, *JUDGING)),
        ("image_files", ("measures", "columns", "expression", *RULES, *JUDGING)),
        ("splits", ("measures", "columns", "formats", "settings", *RULES, *JUDGING)),
        ("names", ("columns", "formats", "expression", *RULES, *JUDGING)),
        ("columns", ("formats", "expression", *RULES, *JUDGING)),
        ("fixes", ("formats", "edits", "repair", "reports", "session", "api", "cli")),
        ("linter", ("formats", "fixes", "edits", "repair", "reports", "session", "api", "cli")),
        ("distributions", ("formats", "expression", *RULES, *JUDGING)),
        ("limits", ("formats", "fixes", "edits", "linter", "findings", "repair", "reports", "session", "api", "cli")),
        ("edits", ("tables", "measures", "columns", "formats", *RULES, *JUDGING)),
    ],
)
def test_nothing_to_the_left_knows_anything_to_the_right(layer: str, beyond: tuple[str, ...]) -> None:
    for module in modules(layer):
        others = reached(module, set()) - EXCEPTIONS.get(layer, set())
        assert not {other for other in others for name in beyond if is_within(other, name)}, module


def test_formats_know_no_cache() -> None:
    """Nor does what finds the files: they are asked by it, or told of it."""
    for layer in ("formats", "discovery", "folder_formats", "linter", "measures"):
        for module in modules(layer):
            assert not {other for other in reached(module, set()) if is_within(other, "cache")}, module


def test_a_report_computes_nothing() -> None:
    """What it shows of fixes stands in their outcome."""
    beyond = ("formats", "measures", "fixes", "linter", "repair", "session", "api", "cli")
    for file in sorted((PACKAGE / "reports").rglob("*.py")):
        others = {other for other in imported(file) for name in beyond if is_within(other, name)}
        assert others <= {"repair.outcome"}, file


def test_a_chart_computes_nothing_either() -> None:
    """What it draws stands in distributions and limits."""
    beyond = ("formats", "measures", "columns", "tables", "fixes", "linter", "repair", "session", "api", "cli")
    for file in sorted((PACKAGE / "charts").glob("*.py")):
        assert not {other for other in imported(file) for name in beyond if is_within(other, name)}, file


def modules(layer: str) -> list[str]:
    """A module, or all of a package."""
    files = sorted((PACKAGE / layer).rglob("*.py")) or [PACKAGE / f"{layer}.py"]
    names = [".".join(file.relative_to(PACKAGE).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def is_within(module: str, name: str) -> bool:
    return f"{module}.".startswith(f"{name}.")
