"""FAIR1M: told from VOC by what is in it, rings read, judged and edited as a whole."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import detect
from boxlint.formats.fair1m import edit
from boxlint.formats.fair1m.sniff import sniff
from sample_data.makers.fair1m import PLANE, SHIP, dirty, page, thing
from tests.edited_texts import edited, read_content, records, seen
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement
from tests.xml_faults import assert_others_stay, assert_wrapped_are_read_again, columns_at

SAMPLES = Path(__file__).parent.parent / "sample_data" / "fair1m"
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
WHOLE = page("0.tif", [thing("Liquid Cargo Ship", SHIP), thing("Boeing737", PLANE)]).encode()
CORNERS = st.tuples(*[st.floats(-50, 2000).map(lambda value: round(value, 6))] * 8)


def test_files_are_told_by_what_is_in_them():
    assert sniff(WHOLE, "a.xml")
    assert sniff(WHOLE[: WHOLE.index(b"<points>") + 4].replace(b"\n", b"\r\n"), "a.xml")
    assert sniff(b"\xef\xbb\xbf" + page("a.tif", []).encode(), "a.xml")
    assert not sniff(WHOLE.replace(b"annotation>", b"annotations>"), "a.xml")
    assert not sniff(
        b"<annotation><filename>a</filename><object><name>a</name><bndbox/></object></annotation>", "a.xml"
    )
    assert getattr(detect(SAMPLES / "clean" / "3.xml"), "name", None) == "fair1m"


def test_the_first_four_points_are_the_corners():
    content = WHOLE.replace(b"\n", b"\r\n")
    tables = read_content(content, "fair1m")
    assert [[*map(float, row["quad"][0])] for row in seen(tables)] == [
        [number for point in corners for number in point] for corners in (SHIP, PLANE)
    ]
    assert [row["category"] for row in seen(tables)] == ["Liquid Cargo Ship", "Boeing737"]
    image = tables.images
    assert (image["file_name"].at(0), image["width"][0], image["height"][0]) == ("0.tif", 1000, 800)
    assert [len(ElementTree.fromstring(record).findall("points/point")) for record in records(content, tables)] == [
        5,
        5,
    ]


def test_a_size_may_be_absent(tmp_path):
    (tmp_path / "a.xml").write_text(page("a.tif", [thing("Boeing737", PLANE)], None))
    report = boxlint.check(tmp_path, isolated=True)
    assert np.isnan(report.tables.images["width"][0])
    assert list(report) == []


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        (thing(None, PLANE), {"missing_field": "name"}, "object[1].possibleresult: missing"),
        (thing("a", ()), {"missing_field": "points"}, "object[1].points: missing"),
        (thing("a", PLANE[:3]), {"coordinate_count": 8}, "object[1].points: expected 5 points, got 4"),
        (thing("a", [*PLANE, PLANE[0]]), {"coordinate_count": 12}, "object[1].points: expected 5 points, got 6"),
        (
            thing("a", PLANE, (101.0, 100.0)),
            {"is_malformed": True},
            "object[1].points: the last point 101,100 does not repeat the first 100,100",
        ),
        (
            thing("a", [(1.0,), *PLANE[1:]]),
            {"is_malformed": True},
            'object[1].points.0: expected two numbers x,y, got "1.000000"',
        ),
        (
            thing("a", [("x", 3.0), *PLANE[1:]]),
            {"coordinates_not_numeric": True},
            'object[1].points.0.x: expected a number, got "x"',
        ),
        (
            "<object/>",
            {"is_malformed": True},
            "object[1]: expected the elements possibleresult and points, got nothing",
        ),
    ],
)
def test_faulty_objects_have_a_row(record, columns, problem):
    content = page("a.tif", [record, thing("Boeing737", SHIP)]).encode()
    tables = read_content(content, "fair1m")
    assert columns_at(tables, 0, list(columns)) == columns
    assert tables.annotations["problem"].at(0) == problem
    assert tables.annotations["problem"].at(1) == ""
    assert records(content, tables)[0].decode() == record.strip()
    assert 1 in tables.quads["annotation"]


def test_a_ring_is_closed_within_rounding():
    assert read_content(page("a", [thing("a", PLANE, (100.0005, 100.0))]).encode(), "fair1m").annotations[
        "is_malformed"
    ].tolist() == [False]
    what = read_content(page("a", [thing("a", [("nan", "nan"), *PLANE[1:]])]).encode(), "fair1m")
    assert not what.annotations["is_malformed"][0]
    assert np.isnan(what.quads["x1"][0])


@given(CORNERS)
def test_corners_are_written_and_the_ring_stays_closed(corners):
    record = thing("Boeing737", PLANE).strip().encode()
    changed = edited(record, edit.edit_record("annotation", record, {"quad": corners}))
    points = [point.text or "" for point in ElementTree.fromstring(changed).findall("points/point")]
    numbers = [float(number) for point in points for number in point.split(",")]
    assert numbers[:8] == pytest.approx(corners, abs=1e-9)
    assert numbers[8:] == numbers[:2]
    assert edit.edit_record("annotation", changed, {"quad": corners}) == []


def test_no_corners_are_written_where_there_is_no_ring():
    corners = (1, 2, 3, 4, 5, 6, 7, 8)
    for record in (thing("a", PLANE[:3]), thing("a", ()), thing("a", [("x", 3.0), *PLANE[1:]]), "<object/>"):
        assert edit.edit_record("annotation", record.strip().encode(), {"quad": corners}) == []
    image = edited(WHOLE, edit.edit_record("image", WHOLE, {"width": 1200, "height": 900}))
    assert image == WHOLE.replace(b"<width>1000", b"<width>1200").replace(b"<height>800", b"<height>900")


@given(st.lists(st.booleans(), max_size=9))
def test_removed_objects_leave_the_others_as_they_are(removed):
    for content in dirty().files.values():
        assert_others_stay(content, "fair1m", edit, removed)


def test_wrapped_records_are_read_again():
    for name in ("10.xml", "11.xml"):
        assert_wrapped_are_read_again(dirty().files[name], "fair1m", edit)


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "fair1m", max_drop=1.0)
    assert outcome.fixed["BX502"] == 1
    assert outcome.removed == 11


def test_another_reader_agrees():
    assert agreement(sorted((SAMPLES / "clean").glob("*.xml")), "fair1m") == (5, 5)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files_are_read_as_another_reader_does(tmp_path):
    source = Path(REAL_DATA) / "microsoft+torchgeo" / "fair1m"
    files = sorted(source.rglob("*.xml"))
    assert {getattr(detect(file), "name", None) for file in files} == {"fair1m"}
    assert agreement(files, "fair1m") == (24, 24)
    # invented pictures of 2 x 2 px
    assert boxlint.check(source, isolated=True).summary.by_rule.keys() == {"BX506", "BX902"}
    fix_copy(source, tmp_path / "fair1m", max_drop=1.0)
