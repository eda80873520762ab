"""Polygons that are dropped, replaced or put in order: those and no other byte, and masks that pycocotools can draw."""

from __future__ import annotations

import json
import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.fixes.applied import applied
from boxlint.fixes.changes import Change
from boxlint.formats.coco.edit import edit_record
from boxlint.formats.coco.masks import read_polygons
from boxlint.tables import Text
from boxlint.text.editing import combined
from tests.coco_samples import but, dataset, read_text
from tests.edited_texts import edited
from tests.fix_checks import fix_and_verify

SELECT = ["BX601", "BX603", "BX611", "BX613"]
GOOD = ["10", "10", "30.50", "10", "30.50", "40", "10", "40"]
OTHER = ["12", "12", "1.5e1", "12", "20", "30"]
SHORT, ODD, EMPTY = ["10", "10", "30", "30"], [*OTHER, "7"], []
FLAT = ["10", "10", "20", "20", "30", "30"]
TIE = ["10", "10", "30", "40", "30.0", "10", "10.0", "40"]
CLOSED_TIE = [*TIE, "10", "10"]
NOT_FINITE = ["10", "10", "NaN", "10", "30", "1e999"]
KINDS = [GOOD, OTHER, SHORT, ODD, EMPTY, FLAT, TIE, CLOSED_TIE, NOT_FINITE]
FAULTY = [SHORT, ODD, EMPTY, FLAT, NOT_FINITE]
GOOD_NUMBERS = [float(number) for number in GOOD]
RECTANGLE = [10, 10, 40, 10, 40, 50, 10, 50]


def record(segmentation: str, box: str = "[10, 10, 30, 40]", number: int = 1) -> str:
    return (
        f'{{"id": {number}, "image_id": 1, "category_id": 1, "segmentation": {segmentation}, "bbox": {box}, '
        '"area": 1200, "iscrowd": 0}'
    )


def document(*records: str) -> str:
    images = '[{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}]'
    return (
        f'{{"images": {images}, "categories": [{{"id": 1, "name": "ship"}}],\n "annotations": [{", ".join(records)}]}}'
    )


def written(polygons: list[list[str]], comma: str = ", ", between: str = ", ", around: str = "") -> str:
    """A list of polygons in some layout."""
    return (
        "[" + around + between.join(f"[{around}{comma.join(numbers)}{around}]" for numbers in polygons) + around + "]"
    )


def fixed(path: Path, content: str, **options: Any) -> list[Any]:
    """The segmentations of a file with this content after its fixes, in order."""
    path.write_text(content)
    fix_and_verify(path, **{"select": SELECT, **options})
    return [annotation["segmentation"] for annotation in json.loads(path.read_text())["annotations"]]


def pixel_count(segmentation: list[list[float]]) -> float:
    """The pixels of the mask, as pycocotools' `annToMask` draws it."""
    from pycocotools import mask

    return float(mask.area(mask.merge(mask.frPyObjects(segmentation, 80, 100))))


LAYOUTS = st.sampled_from(
    [(", ", ", ", ""), (",", ",", ""), (",\n      ", ",\n    ", "\n      "), (" , ", "  ,\t", " ")]
)
BOXES = st.sampled_from(["[10, 10, 30, 40]"] * 5 + ["[10.25,10.5,  30.50, 40]", "[10, 10, 0, 40]", "[10, 10, -3, 40]"])


@st.composite
def annotations(draw: st.DrawFn, number: int) -> tuple[list[list[str]], str, str]:
    """The polygons of an annotation, its box, and its text."""
    polygons = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    box = draw(BOXES)
    return polygons, box, record(written(polygons, *draw(LAYOUTS)), box, number)


@st.composite
def documents(draw: st.DrawFn) -> list[tuple[list[list[str]], str, str]]:
    return [draw(annotations(number + 1)) for number in range(draw(st.integers(1, 4)))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_what_is_left_can_be_drawn(drawn: list[tuple[list[list[str]], str, str]]) -> None:
    """Sound polygons stay, in order; of bow-ties the points stay; an annotation never keeps an empty list."""
    with TemporaryDirectory() as folder:
        found = fixed(Path(folder, "a.json"), document(*(text for *_, text in drawn)))
    for (polygons, box, _), segmentation in zip(drawn, found, strict=True):
        kept = [numbers for numbers in polygons if numbers not in FAULTY]
        x, y, width, height = json.loads(box)
        if kept:
            assert [sorted(polygon) for polygon in segmentation] == [sorted(map(float, numbers)) for numbers in kept]
        elif width > 0:
            assert segmentation == [[x, y, x + width, y, x + width, y + height, x, y + height]]
        else:
            # without a box the last ones stay as they are
            faults = [repr(list(map(float, numbers))) for numbers in polygons]
            assert segmentation
            assert all(repr(list(map(float, polygon))) in faults for polygon in segmentation)
            continue
        assert pixel_count(segmentation) > 0


@pytest.mark.parametrize("faulty", FAULTY)
@pytest.mark.parametrize(
    ("layout", "single"),
    [
        ((", ", ", ", ""), "[[{}]]"),
        ((",", ",", ""), "[[{}]]"),
        ((",\n      ", ",\n    ", "\n      "), "[\n      [\n      {}\n      ]\n      ]"),
    ],
)
def test_the_layout_of_the_others_is_kept(
    tmp_path: Path, faulty: list[str], layout: tuple[str, str, str], single: str
) -> None:
    path = tmp_path / "a.json"
    for polygons in ([faulty, GOOD], [GOOD, faulty], [faulty, GOOD, faulty], [faulty, faulty, GOOD]):
        fixed(path, document(record(written(polygons, *layout))))
        assert path.read_text() == document(record(single.format(layout[0].join(GOOD))))


@pytest.mark.parametrize(
    ("polygon", "box", "rectangle"),
    [
        ("[10, 10, 30, 30]", "[10, 10, 30, 40]", "[10, 10, 40, 10, 40, 50, 10, 50]"),
        ("[10,10,30,30]", "[10.10,10,0.2,40]", "[10.10,10,10.3,10,10.3,50,10.10,50]"),
        ("[\n 1,\n 2\n]", "[1.0, 2.0, 30.0, 40.0]", "[\n 1.0,\n 2.0,\n 31.0,\n 2.0,\n 31.0,\n 42.0,\n 1.0,\n 42.0\n]"),
        ("[]", "[1, 2, 3, 4]", "[1, 2, 4, 2, 4, 6, 1, 6]"),
        ("[ ]", "[1, 2, 3, 4]", "[1, 2, 4, 2, 4, 6, 1, 6]"),
        # of eight numbers only those that differ are replaced
        ("[10, 10, 20, 20, 30, 30, 40, NaN]", "[10, 10, 30, 40]", "[10, 10, 40, 10, 40, 50, 10, 50]"),
    ],
)
def test_the_text_of_the_rectangle(tmp_path: Path, polygon: str, box: str, rectangle: str) -> None:
    path = tmp_path / "a.json"
    fixed(path, document(record(f"[{polygon}]", box)))
    assert path.read_text() == document(record(f"[{rectangle}]", box))


def test_only_one_rectangle_is_left_of_several(tmp_path: Path) -> None:
    """By whatever rules they are hit."""
    path = tmp_path / "a.json"
    assert (
        fixed(path, document(record(written([SHORT, SHORT])), record(written(FAULTY), number=2))) == [[RECTANGLE]] * 2
    )


@pytest.mark.parametrize("box", ["[10, 10, 0, 40]", "[10, 10, -30, 40]", "[10, 10, NaN, 40]", "null", "[1, 2, 3]"])
def test_without_a_box_the_last_polygon_stays(tmp_path: Path, box: str) -> None:
    content = document(record(written([FLAT]), box), record(written([SHORT, ODD]), box, 2))
    path = tmp_path / "a.json"
    fixed(path, content)
    assert path.read_text() == content


@pytest.mark.parametrize("segmentation", ["[1, 2, 3, 4, 5, 6]", "[5]", "[null]", '"x"', "7", "[1, 2]"])
def test_what_is_no_list_of_polygons_is_left_to_a_person(tmp_path: Path, segmentation: str) -> None:
    """The numbers of a polygon without its own brackets may well be an outline."""
    content = document(record(segmentation))
    path = tmp_path / "a.json"
    fixed(path, content)
    assert path.read_text() == content


@pytest.mark.parametrize("odd", ['"x"', "5", "null", "{}", '[10, "11", 12, 13, 14, 15]', "[[1]]"])
def test_what_is_no_polygon_among_others_goes(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "a.json"
    sound = written([GOOD])
    fixed(path, document(record(f"[{sound[1:-1]}, {odd}]")))
    assert list(boxlint.check(path, isolated=True, select=["BX601"])) == []
    assert path.read_text() == document(record(f"[{sound[1:-1]}, {odd}]" if odd == "{}" else sound))


def test_a_reversed_box_is_put_in_order_first(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    found = fixed(path, document(record("[[10, 10, 20, 20]]", "[40, 10, -30, 40]")), select=[*SELECT, "BX102"])
    assert found == [[RECTANGLE]]


def test_rotated_boxes_lend_no_rectangle(tmp_path: Path) -> None:
    content = document(*(record("[[10, 10, 20, 20]]", "[40, 40, 20, 10, 0.5]", number) for number in (1, 2, 3)))
    path = tmp_path / "a.json"
    fixed(path, content)
    assert path.read_text() == content


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (TIE, "[10, 10, 30, 10, 30.0, 40, 10.0, 40]"),
        (CLOSED_TIE, "[10, 10, 30, 10, 30.0, 40, 10.0, 40, 10, 10]"),
        (["10", "10", "30.0", "10", "10", "40.00", "30", "40"], "[10, 10, 30.0, 10, 30, 40.00, 10, 40]"),
    ],
)
def test_the_text_of_an_untied_polygon(tmp_path: Path, numbers: list[str], expected: str) -> None:
    """A number that stays where it is keeps its text, and one that moves takes it along."""
    path = tmp_path / "a.json"
    fixed(path, document(record(written([GOOD, numbers, OTHER]))))
    sound = [", ".join(polygon) for polygon in (GOOD, OTHER)]
    assert path.read_text() == document(record(f"[[{sound[0]}], {expected}, [{sound[1]}]]"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 99)] * 2), min_size=4, max_size=4, unique=True))
def test_four_points_in_order_are_a_valid_polygon(points: list[tuple[int, int]]) -> None:
    from shapely import Polygon

    crosses = not Polygon(points).is_valid
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        (found,) = fixed(
            path, document(record(json.dumps([[value for point in points for value in point]]))), select=["BX613"]
        )
    after = list(zip(found[0][::2], found[0][1::2], strict=True))
    assert sorted(after) == sorted(points)
    assert after[0] == points[0]
    hull = Polygon(points).convex_hull
    if after != points:
        assert crosses
        assert Polygon(after).is_valid
        assert math.isclose(Polygon(after).area, hull.area)


@pytest.mark.parametrize(
    ("segmentation", "box", "expected"),
    [
        ("[[40, 40, 60.5, 40, 60.5, 70]]", "[10, 10, 20, 20]", "[40, 40, 20.5, 30]"),
        (
            "[[40, 40, 60, 40, 60, 70], [10, 15, 20, 15, 20, 18]]",
            "[10.0, 10.0, 20.0, 20.0]",
            "[10.0, 15.0, 50.0, 55.0]",
        ),
        # columns 60 to 62 of 100, of 80 pixels each
        ('{"size": [80, 100], "counts": [4800, 240, 2960]}', "[10, 10, 20, 20]", "[60, 0, 3, 80]"),
        # a box ends where the image does
        ("[[40, 40, 140, 40, 140, 70]]", "[10, 10, 20, 20]", "[40, 40, 60, 30]"),
    ],
)
def test_a_box_from_the_mask(tmp_path: Path, segmentation: str, box: str, expected: str) -> None:
    path = tmp_path / "a.json"
    fixed(path, document(record(segmentation, box)), select=["BX604"])
    assert path.read_text() == document(record(segmentation, expected))


def test_a_line_gives_no_box(tmp_path: Path) -> None:
    """With the rule on lines, it gets the box's rectangle instead."""
    path, content = tmp_path / "a.json", document(record("[[50, 50, 60, 60, 70, 70]]"))
    fixed(path, content, select=["BX604"])
    assert path.read_text() == content
    assert fixed(path, content, select=["BX604", "BX603"]) == [[RECTANGLE]]


def test_box_and_polygon_that_stick_out_do_not_fight(tmp_path: Path) -> None:
    """The box is clipped, the polygon is not, and the box is not drawn out to it again."""
    path = tmp_path / "a.json"
    fixed(path, document(record("[[80, 10, 120, 10, 120, 50]]", "[80, 10, 40, 40]")), select=["BX202", "BX604"])
    assert json.loads(path.read_text())["annotations"][0]["bbox"] == [80, 10, 20, 40]


def test_all_of_family_6_together(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    records = [record(written(polygons), number=number) for number, polygons in enumerate([KINDS, FAULTY, [TIE, FLAT]])]
    fixed(path, document(*records), select=["BX"])
    report = boxlint.check(path, isolated=True, select=["BX60", "BX611", "BX613"])
    assert report.summary.by_rule == {}


CHANGES = st.dictionaries(st.integers(0, 4), st.sampled_from([(), (1.0, 2.0, 3.0, 4.0, 5.5, 6.0), (7.0,) * 8]))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(KINDS), max_size=5), CHANGES, CHANGES, LAYOUTS)
def test_an_edited_list_has_the_changes_and_the_others_letter_for_letter(
    polygons: list[list[str]], first: dict[int, Any], second: dict[int, Any], layout: tuple[str, str, str]
) -> None:
    """Two changes, the second counting in what the first left, are one; where one cannot be made, none is."""
    text = record(written(polygons, *layout)).encode()
    wanted: list[Any] = list(polygons)
    for changes in (first, second):
        if not all(part < len(wanted) for part in changes):
            return
        wanted = [changes.get(part, numbers) for part, numbers in enumerate(wanted) if changes.get(part) != ()]
    result = edited(text, edit_record("annotation", text, {"polygons": combined(first, second)}))
    if not wanted:
        assert result == text
        return
    found = json.loads(result, parse_int=str, parse_float=str, parse_constant=str)
    for numbers, expected in zip(found["segmentation"], wanted, strict=True):
        if isinstance(expected, list):
            assert numbers == expected
        else:
            assert list(map(float, numbers)) == list(expected)
    assert {**found, "segmentation": 0} == {
        **json.loads(text, parse_int=str, parse_float=str, parse_constant=str),
        "segmentation": 0,
    }


@pytest.mark.parametrize(
    ("segmentation", "expected"),
    [
        ("[[1, 2.5], [3]]", [[1, 2.5], [3]]),
        ('[[1, "2"], [3, NaN], 4, {}, null]', [[], [3, math.nan], [], [], []]),
        ('{"size": [1, 1], "counts": [1]}', []),
        ("null", []),
        ("[]", []),
    ],
)
def test_polygons_are_read_by_part(segmentation: str, expected: list[Any]) -> None:
    assert repr(read_polygons(record(segmentation).encode())) == repr(
        [[float(number) for number in numbers] for numbers in expected]
    )


@pytest.mark.parametrize("segmentation", ["[1, 2, 3]", "null", "{}", '"x"', "[[1, 2], 5]", "[]"])
@pytest.mark.parametrize("changes", [{0: ()}, {1: (1.0, 2.0)}, {4: ()}])
def test_what_is_no_list_of_polygons_stays_sound_json(segmentation: str, changes: dict[int, Any]) -> None:
    text = record(segmentation).encode()
    result = edited(text, edit_record("annotation", text, {"polygons": changes}))
    assert json.loads(result)["segmentation"] != [] or segmentation == "[]"


def test_tables_are_as_the_fixed_file_reads(tmp_path: Path) -> None:
    """What examples of rules show is what the file would become, in every column of a polygon."""
    bow_tie = [0, 0, 10, 10, 10, 0, 0, 10]
    parts = [[1, "a"], GOOD_NUMBERS, [0, 0, 5, 5, 9, 9, 4, 7], bow_tie]
    before, after = (
        read_text(
            tmp_path, dataset(but(segmentation=segmentation)), wanted=frozenset({"polygon", "polygon.is_invalid"})
        )
        for segmentation in (parts, [RECTANGLE, GOOD_NUMBERS, bow_tie])
    )
    assert before.polygons["is_malformed"].tolist() == [True, False, False, False]
    change = Change("annotation", np.array([0]), "polygons", [{0: RECTANGLE, 2: ()}])
    made = applied(before, [change]).polygons
    for name, column in after.polygons.columns.items():
        pairs = (made[name], column)
        texts = [[text.at(row) for row in range(len(text))] for text in pairs if isinstance(text, Text)]
        np.testing.assert_array_equal(*(texts or pairs), err_msg=name)
