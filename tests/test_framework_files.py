"""The shipped framework files: that they load, and that each fact has the form and the source that it should have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from boxlint.frameworks import EFFECTS, Consequence, Framework, framework_faults, load_frameworks, read_framework
from boxlint.ruleset import load_rules, shipped_rules
from docs.generate import ROOT

RULES: Final = load_rules()
FRAMEWORKS: Final[Mapping[str, Framework]] = {
    file.stem: read_framework(file) for file in sorted((shipped_rules() / "frameworks").glob("*.toml"))
}
FEWEST: Final = {
    "amp": 2,
    "d-fine": 20,
    "detectron2": 14,
    "detr": 20,
    "mmdet-coco": 20,
    "mmdet-voc": 12,
    "mmrotate-0": 13,
    "mmrotate-1": 15,
    "mmrotate-gaussian": 5,
    "monai": 10,
    "rt-detr": 20,
    "torchvision": 9,
    "ultralytics": 15,
    "ultralytics-obb": 15,
}
"""The frameworks that are shipped, and how many consequences each has at least."""
READ: Final = {"coco", "dior", "dota", "rolabelimg", "voc"}
TO_COME: Final = {"hrsc", "monai", "yolo", "yolo-obb"}
"""Formats that frameworks read and boxlint will."""
ANNOUNCED: Final = {
    *(
        "BX204",
        "BX206",
        "BX209",
        "BX407",
        "BX601",
        "BX603",
        "BX607",
        "BX610",
        "BX701",
        "BX702",
        "BX703",
        "BX704",
        "BX705",
    ),
    *("BX801", "BX802", "BX803", "BX903", "BX914", "BX919"),
}
"""Codes of the catalogue that the files and the page name, whether or not their rule files are here yet."""
HOSTS: Final = {"github.com", "en.wikipedia.org"}
PINNED: Final = re.compile(
    r"https://github\.com/[\w.-]+/[\w.-]+/blob/(v?[0-9]+(\.[0-9]+)+|[0-9a-f]{8})/[^#]+(#L\d+(-L\d+)?)?"
)


def consequences() -> Iterator[Any]:
    """Every consequence of every framework."""
    for name, framework in FRAMEWORKS.items():
        for code, consequence in framework.consequences.items():
            yield pytest.param(consequence, id=f"{name}-{code}")


def test_all_are_here() -> None:
    """The list of frameworks is complete, and none has lost its facts."""
    assert {name: len(framework.consequences) for name, framework in FRAMEWORKS.items()}.keys() == FEWEST.keys()
    for name, framework in FRAMEWORKS.items():
        assert len(framework.consequences) >= FEWEST[name], name


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_codes_and_parameters(framework: Framework) -> None:
    """Every code and parameter exists, but for rules that are announced and not written."""
    missing = ANNOUNCED - RULES.keys()
    faults = [
        fault for fault in framework_faults(framework, RULES) if not any(f".{code}:" in fault for code in missing)
    ]
    assert faults == []


@pytest.mark.skipif(bool(ANNOUNCED - RULES.keys()), reason="rules that the frameworks name are not written yet")
def test_they_load() -> None:
    """The loader, which is strict about codes, takes them all."""
    assert load_frameworks(RULES).keys() == FEWEST.keys()


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_text(framework: Framework) -> None:
    """Sentences end, formats have known names, and codes stand in order."""
    assert framework.title
    assert framework.versions
    assert framework.reads
    assert set(framework.reads) <= READ | TO_COME
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
    assert FRAMEWORKS["detectron2"].thresholds["BX508"] == {"min_angle": -180, "max_angle": 180}


def test_what_labels_do_not_cause() -> None:
    """The page is found from the index, and names only rules of the catalogue."""
    assert "(not-labels.md)" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "not-labels.md").read_text(encoding="utf-8")
    assert set(re.findall(r"BX\d{3}", page)) <= RULES.keys() | ANNOUNCED
