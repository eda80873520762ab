"""The shipped framework files: that they load, and that each fact has the form and the source that it should have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from boxlint.frameworks import EFFECTS, Consequence, Framework
from boxlint.frameworks.files import load_frameworks, read_framework
from boxlint.rule_files import load_rules, shipped_rules
from docs.generate.generated import ROOT

RULES: Final = load_rules()
FRAMEWORKS: Final[Mapping[str, Framework]] = {
    file.stem: read_framework(file) for file in sorted((shipped_rules() / "frameworks").glob("*.toml"))
}
NAMES: Final = {
    *("amp", "d-fine", "detectron2", "detr", "mmdet-coco", "mmdet-voc", "mmrotate-0", "mmrotate-1"),
    *("mmrotate-gaussian", "monai", "rt-detr", "torchvision"),
    *("ultralytics", "ultralytics-obb", "ultralytics-pose", "ultralytics-segment"),
}
READ: Final = {
    *("coco", "dior", "dota", "hrsc", "monai", "rolabelimg", "voc"),
    *("yolo", "yolo-obb", "yolo-pose", "yolo-segment"),
}
HOSTS: Final = {"github.com", "en.wikipedia.org"}
PINNED: Final = re.compile(
    r"https://github\.com/[\w.-]+/[\w.-]+/blob/(v?[0-9]+(\.[0-9]+)+|[0-9a-f]{8})/[^#]+(#L\d+(-L\d+)?)?"
)


def consequences() -> Iterator[Any]:
    """Every consequence of every framework."""
    for name, framework in FRAMEWORKS.items():
        for code, consequence in framework.consequences.items():
            yield pytest.param(consequence, id=f"{name}-{code}")


def test_they_load() -> None:
    """Every rule and parameter that they name exists: the loader is strict."""
    assert load_frameworks(RULES).keys() == NAMES


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_text(framework: Framework) -> None:
    """Sentences end, formats have known names, and codes stand in order."""
    assert framework.title
    assert framework.versions
    assert framework.reads
    assert set(framework.reads) <= READ
    assert framework.requires
    for sentence in (framework.summary, *framework.requires):
        assert sentence.endswith("."), sentence
    assert list(framework.consequences) == sorted(framework.consequences)
    assert list(framework.parameters) == sorted(framework.parameters)


def test_none_is_the_only_harmless_effect() -> None:
    """All effects occur, and only `none` switches a rule off."""
    every = [consequence for framework in FRAMEWORKS.values() for consequence in framework.consequences.values()]
    assert {consequence.effect for consequence in every} == set(EFFECTS)
    assert {consequence.effect for consequence in every if consequence.level == "off"} == {"none"}


@pytest.mark.parametrize("consequence", list(consequences()))
def test_consequence(consequence: Consequence) -> None:
    """One short sentence, and a source that will say tomorrow what it says today."""
    assert consequence.detail.endswith(".")
    assert len(consequence.detail) <= 160
    assert urlsplit(consequence.source).hostname in HOSTS
    if "/blob/" in consequence.source:
        assert PINNED.fullmatch(consequence.source), consequence.source


def test_parameters_draw_a_line_that_has_a_consequence() -> None:
    """A framework sets a parameter only of a rule of which it knows what follows."""
    for framework in FRAMEWORKS.values():
        assert framework.parameters.keys() <= framework.consequences.keys(), framework.name


def test_angles() -> None:
    """Only frameworks that take angles from the file have a convention: the others compute them from vertices."""
    assert {name for name, framework in FRAMEWORKS.items() if framework.angle} == {"detectron2"}
    assert "BX508" not in FRAMEWORKS["detectron2"].thresholds


def test_what_labels_do_not_cause() -> None:
    """The page is found from the index, and names only rules of the catalogue."""
    assert "(not-labels.md)" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "not-labels.md").read_text(encoding="utf-8")
    assert set(re.findall(r"BX\d{3}", page)) <= RULES.keys()
