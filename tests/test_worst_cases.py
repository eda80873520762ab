"""Which hits are shown where only a few can be."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import boxlint
from boxlint.columns import Columns
from boxlint.findings import RuleHits
from boxlint.rule_faults import rule_faults
from boxlint.rule_files import load_rules
from boxlint.tables import Tables
from boxlint.worst_cases import worst_cases

RULES = load_rules()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Three images with four boxes each, whose width is their number, and one box without an image."""
    links = [image for image in (1, 2, 3) for _ in range(4)] + [99]
    annotations = [
        {"id": number, "image_id": image, "category_id": 1, "bbox": [0, 0, number, 1], "area": number, "iscrowd": 0}
        for number, image in enumerate(links)
    ]
    images = [{"id": number, "file_name": f"{number}.jpg", "width": 50, "height": 50} for number in (1, 2, 3)]
    file = tmp_path_factory.mktemp("worst") / "boxes.json"
    file.write_text(
        json.dumps({"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "car"}]})
    )
    return boxlint.load(file)


def hits(tables: Tables, rows: list[int], worst: str = "") -> RuleHits:
    """Hits of a rule on boxes."""
    import numpy as np

    rule = replace(RULES["BX104"], worst=worst)
    return RuleHits(rule, "warning", "box", np.array(rows, np.int64), 13, {}, np.full(len(rows), -1))


def test_the_worst_of_each_image_comes_first(tables: Tables) -> None:
    everything = list(range(12))
    assert worst_cases(Columns(tables), hits(tables, everything, "width"), 3) == [11, 7, 3]
    assert worst_cases(Columns(tables), hits(tables, everything, "-width"), 3) == [0, 4, 8]


def test_then_come_the_next_worst(tables: Tables) -> None:
    assert worst_cases(Columns(tables), hits(tables, list(range(12)), "width"), 5) == [11, 7, 3, 10, 9]


def test_without_a_measure_they_are_spread_over_the_images(tables: Tables) -> None:
    assert worst_cases(Columns(tables), hits(tables, list(range(12))), 2) == [0, 4]
    assert worst_cases(Columns(tables), hits(tables, list(range(12))), 4) == [0, 4, 8, 1]


def test_what_is_not_a_number_is_least(tables: Tables) -> None:
    # 0 / 0 where the width is 0
    assert worst_cases(Columns(tables), hits(tables, [0, 1, 4], "width / width"), 1) == [1]


def test_values_of_the_message_are_not_measured_again(tables: Tables) -> None:
    found = replace(hits(tables, [0, 4, 8], "width"), values={"width": [1.0, math.inf, 2.0]})
    assert worst_cases(Columns(tables), found, 3) == [1, 2, 0]


@given(data=st.data(), count=st.integers(1, 20), worst=st.sampled_from(["", "width", "-width * height"]))
def test_as_many_as_there_are_each_once_and_of_different_images(
    tables: Tables, data: st.DataObject, count: int, worst: str
) -> None:
    rows = sorted(data.draw(st.sets(st.integers(0, 12), min_size=1)))
    chosen = worst_cases(Columns(tables), hits(tables, rows, worst), count)
    assert len(chosen) == len(set(chosen)) == min(count, len(rows))
    image = Columns(tables)("box", "image")[rows]
    whole = {int(value) for value in image if value >= 0}
    shown = {int(image[position]) for position in chosen if image[position] >= 0}
    lost = sum(image[position] < 0 for position in range(len(rows)))
    assert len(shown) >= min(len(whole), count - lost)


@pytest.mark.parametrize(
    ("worst", "fault"),
    [
        ("widht", "unknown name widht; did you mean width?"),
        ("width > 3", "the order of hits is a flag, expected a number"),
        ("category_name", "the order of hits is a text, expected a number"),
        ("width +", "worst: not an expression"),
        ("2 * 3", "worst: reads no column"),
        ("image_annotations_total", "worst: image_annotations_total is known here only where the message shows it"),
    ],
)
def test_a_mistake_is_told_when_the_rule_is_loaded(worst: str, fault: str) -> None:
    rule = replace(load_rules()["BX104"], worst=worst)
    assert any(fault in told for told in rule_faults(rule))


def test_shipped_rules_have_none() -> None:
    assert [fault for rule in RULES.values() for fault in rule_faults(rule)] == []
    assert sum(bool(rule.worst) for rule in RULES.values()) > 20
