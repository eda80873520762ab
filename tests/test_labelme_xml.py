"""LabelMe XML: polygons, drawn boxes and boxes around masks, read and edited."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import detect
from boxlint.formats.labelme_xml import edit
from boxlint.formats.labelme_xml.sniff import sniff
from sample_data.makers.labelme_xml import DOOR, WINDOW, dirty, drawn, masked, page, thing
from tests.edited_texts import edited, read_content, records
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement
from tests.xml_faults import assert_others_stay, assert_wrapped_are_read_again, columns_at

SAMPLES = Path(__file__).parent.parent / "sample_data" / "labelme_xml"
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
WHOLE = page("a.jpg", [thing("window", WINDOW), drawn("door", DOOR), masked("sign", 200, 30, 240, 70)])
NUMBERS = st.floats(-50, 2000).map(lambda value: round(value, 2))


def test_files_are_told_by_points_or_the_size():
    assert sniff(WHOLE, "a.xml")
    assert sniff(WHOLE[: WHOLE.index(b"</pt>")], "a.xml")
    assert sniff(page("a.jpg", []), "a.xml")
    assert not sniff(WHOLE.replace(b"<box>", b"<bndbox>"), "a.xml")
    assert getattr(detect(SAMPLES / "clean" / "d.xml"), "name", None) == "labelme-xml"


def test_what_objects_become():
    tables = read_content(WHOLE, "labelme-xml")
    assert tables.polygons["annotation"].tolist() == [0]
    assert [tables.polygons[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == [43, 34, 75, 60]
    assert tables.boxes["annotation"].tolist() == [1, 2]
    boxes = zip(*(tables.boxes[name].tolist() for name in ("x_min", "y_min", "x_max", "y_max")), strict=True)
    assert [*boxes] == [(100, 20, 140, 110), (200, 30, 240, 70)]
    image = tables.images
    assert (image["file_name"].at(0), image["width"][0], image["height"][0]) == ("a.jpg", 320, 240)
    assert tables.annotations["lacks_box"].tolist() == [False] * 3
    assert [ElementTree.fromstring(record).tag for record in records(WHOLE, tables)] == ["object"] * 3


def test_deleted_objects_are_no_target():
    tables = read_content(page("a", [thing("a", WINDOW, deleted=1), thing("a", WINDOW)]), "labelme-xml")
    assert tables.annotations["is_target"].tolist() == [False, True]


def test_a_box_that_is_no_rectangle_is_a_polygon():
    tables = read_content(page("a", [drawn("a", WINDOW), drawn("a", DOOR[:3])]), "labelme-xml")
    assert (len(tables.boxes), len(tables.polygons)) == (0, 2)


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        (thing(None, WINDOW), {"missing_field": "name"}, "object[1].name: missing"),
        (thing("a", ()), {"missing_field": "polygon"}, "object[1].polygon: missing"),
        (
            thing("a", [("x", 1), *WINDOW]),
            {"coordinates_not_numeric": True},
            'object[1].polygon.0.x: expected a number, got "x"',
        ),
        (
            thing("a", WINDOW).replace("<x>43</x>", "", 1),
            {"is_malformed": True},
            "object[1].polygon.0.x: missing",
        ),
        (
            masked("a", 1, 2, "", 4),
            {"coordinates_not_numeric": True},
            "object[1].segm.box.xmax: expected a number, got nothing",
        ),
        (
            thing("a", (), "<segm><mask>a.png</mask></segm>"),
            {"missing_field": "box"},
            "object[1].segm.box: missing",
        ),
        ("<object>7</object>", {"is_malformed": True}, 'object[1]: expected the elements name and polygon, got "7"'),
    ],
)
def test_faulty_objects_have_a_row(record, columns, problem):
    content = page("a", [record, thing("a", WINDOW)])
    tables = read_content(content, "labelme-xml")
    assert columns_at(tables, 0, list(columns)) == columns
    assert tables.annotations["problem"].at(0) == problem
    assert tables.annotations["problem"].at(1) == ""
    assert records(content, tables)[0].decode() == record


@given(st.lists(NUMBERS, min_size=8, max_size=8))
def test_vertices_are_written_where_they_stand(numbers):
    record = thing("window", WINDOW).encode()
    changed = edited(record, edit.edit_record("annotation", record, {"polygons": {0: tuple(numbers)}}))
    assert edit.read_polygons(changed)[0] == pytest.approx(numbers, abs=1e-9)
    assert edit.edit_record("annotation", changed, {"polygons": {0: tuple(numbers)}}) == []
    assert ElementTree.fromstring(changed).findtext("polygon/username") == "anonymous"


@given(NUMBERS, NUMBERS, st.floats(1, 900).map(round), st.floats(1, 900).map(round))
def test_drawn_boxes_are_written_at_all_four_corners(x, y, width, height):
    record = drawn("door", DOOR).encode()
    box = (x, y, x + width, y + height)
    changed = edited(record, edit.edit_record("annotation", record, {"box": box}))
    tables = read_content(page("a", [changed.decode()]), "labelme-xml")
    assert [tables.boxes[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == pytest.approx(box, abs=1e-9)


def test_what_cannot_be_written_is_not():
    for record, values in (
        (thing("a", WINDOW), {"polygons": {0: ()}}),
        (thing("a", WINDOW), {"polygons": {0: (1, 2, 3, 4, 5, 6)}}),
        (thing("a", WINDOW), {"box": (1, 2, 3, 4)}),
        (thing("a", [("x", 1), *WINDOW]), {"polygons": {0: (1,) * 10}}),
        (masked("a", 1, 2, 3, 4), {"box": (1, 2, 30, 40)}),
    ):
        assert edit.edit_record("annotation", record.encode(), values) == []
    image = edited(WHOLE, edit.edit_record("image", WHOLE, {"width": 640, "height": 480}))
    assert image == WHOLE.replace(b"<nrows>240", b"<nrows>480").replace(b"<ncols>320", b"<ncols>640")


@given(st.lists(st.booleans(), max_size=12))
def test_removed_objects_leave_the_others_as_they_are(removed):
    for content in dirty().files.values():
        assert_others_stay(content, "labelme-xml", edit, removed)


def test_wrapped_records_are_read_again():
    for content in (WHOLE, *dirty().files.values()):
        assert_wrapped_are_read_again(content, "labelme-xml", edit)


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "labelme", max_drop=1.0)
    assert (outcome.fixed["BX202"], outcome.fixed["BX613"]) == (1, 1)
    # the outline that crossed itself is, in order, another object's
    assert outcome.removed == 8


def test_another_reader_agrees():
    assert agreement(sorted((SAMPLES / "clean").glob("*.xml")), "labelme-xml") == (3, 3)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files_are_read_as_another_reader_does(tmp_path):
    source = Path(REAL_DATA) / "open-edge-platform+datumaro" / "labelme_xml"
    files = sorted(source.rglob("*.xml"))
    assert [getattr(detect(file), "name", None) for file in files] == ["labelme-xml"]
    assert agreement(files, "labelme-xml") == (3, 3)
    report = boxlint.check(source, isolated=True)
    assert (report.summary.annotations, list(report)) == (7, [])
    fix_copy(source, tmp_path / "labelme", max_drop=1.0)
