"""HRSC2016: told by its root, both boxes read and edited side by side."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import detect
from boxlint.formats.hrsc import edit
from boxlint.formats.hrsc.records import explain
from boxlint.formats.hrsc.sniff import sniff
from sample_data.makers.hrsc import CARRIER, TUG, TURNED, UPRIGHT, dirty, page, ship
from tests.edited_texts import edited, read_content, records, seen
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement
from tests.xml_faults import assert_others_stay, assert_wrapped_are_read_again, columns_at

SAMPLES = Path(__file__).parent.parent / "sample_data" / "hrsc"
WHOLE = page("100000001", [ship("100000013", *CARRIER), ship("100000027", *TUG)]).encode()
NUMBERS = st.floats(-50, 2000).map(lambda value: round(value, 4))


@pytest.mark.parametrize("size", [20, 60, 300, len(WHOLE)])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="utf-8"?>\r\n'])
def test_files_are_told_by_their_root(size, mark):
    assert sniff((mark + WHOLE)[: len(mark) + size], "a.xml")
    assert not sniff(b"<annotation><HRSC_Image/></annotation>", "a.xml")


def test_both_boxes_are_read():
    tables = read_content(b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n"), "hrsc")
    assert [[*map(float, row["box"][0][:4])] for row in seen(tables)] == [[*CARRIER[0]], [*TUG[0]]]
    assert [[*map(float, row["rotated"][0][:5])] for row in seen(tables)] == [[*CARRIER[1]], [*TUG[1]]]
    assert [row["category"] for row in seen(tables)] == ["100000013", "100000027"]
    image = tables.images
    assert (image["file_name"].at(0), image["width"][0], image["height"][0]) == ("100000001", 1166, 753)
    assert tables.files["encoding"].at(0) == "utf-8-sig"
    assert tables.annotations["difficult"].tolist() == [0, 0]
    content = WHOLE.replace(b"\n", b"\r\n")
    assert [ElementTree.fromstring(record).tag for record in records(content, tables)] == ["HRSC_Object"] * 2


def test_the_bow_lies_at_the_end_of_the_angle():
    """The published first ship: an angle that is negative points up on the right, where its bow is."""
    x, y, width, _, angle = CARRIER[1]
    end = x + width / 2 * math.cos(angle), y + width / 2 * math.sin(angle)
    assert math.dist(end, (964, 290)) < 30
    assert math.dist((end[0], 2 * y - end[1]), (964, 290)) > 100


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        (ship(None, *TUG), {"missing_field": "Class_ID"}, "HRSC_Object[1].Class_ID: missing"),
        (ship("1", (), ()), {"missing_field": "mbox_cx"}, "HRSC_Object[1].mbox_cx: missing"),
        (ship("1", TUG[0][:3], TUG[1]), {"missing_field": "box_ymax"}, "HRSC_Object[1].box_ymax: missing"),
        (
            ship("1", TUG[0], (1, 2, "wide", 4, 5)),
            {"coordinates_not_numeric": True},
            'HRSC_Object[1].mbox_w: expected a number, got "wide"',
        ),
        (
            "<HRSC_Object>17</HRSC_Object>",
            {"is_malformed": True},
            'HRSC_Object[1]: expected the elements Class_ID and mbox_cx, got "17"',
        ),
        (
            ship("<b/>", *TUG).replace("<Class_ID>\n", "<Class_ID>"),
            {"missing_field": "Class_ID"},
            "HRSC_Object[1].Class_ID: expected text, got an element with children",
        ),
    ],
)
def test_faulty_objects_have_a_row(record, columns, problem):
    content = page("a", [record, ship("100000027", *TUG)]).encode()
    tables = read_content(content, "hrsc")
    assert columns_at(tables, 0, list(columns)) == columns
    assert tables.annotations["problem"].at(0) == problem
    assert tables.annotations["problem"].at(1) == ""
    assert records(content, tables)[0].decode() == record.strip()
    assert explain({"Class_ID": "1", "mbox_cx": 1.0, **dict.fromkeys(TURNED, 1.0)}, "x") == ""


def test_one_box_is_enough():
    for upright, turned in (((), TUG[1]), (TUG[0], ())):
        tables = read_content(page("a", [ship("1", upright, turned)]).encode(), "hrsc")
        assert tables.annotations["problem"].at(0) == ""
        assert (len(tables.boxes), len(tables.rotated)) == (bool(upright), bool(turned))


@given(st.tuples(*[NUMBERS] * 4), st.tuples(*[NUMBERS] * 4, st.floats(-2, 2)))
def test_numbers_are_written_where_they_stand(box, rotated):
    record = ship("100000013", *CARRIER).strip().encode()
    changed = edited(record, edit.edit_record("annotation", record, {"box": box, "rotated": rotated}))
    found = ElementTree.fromstring(changed)
    assert [float(found.findtext(name, "")) for name in UPRIGHT] == pytest.approx(box, abs=1e-9)
    assert [float(found.findtext(name, "")) for name in TURNED] == pytest.approx(rotated, abs=1e-9)
    assert float(found.findtext("mbox_ang", "")) == rotated[4]
    assert edit.edit_record("annotation", changed, {"box": box, "rotated": rotated}) == []
    assert found.findtext("Object_ID") == "100000001"


def test_sizes_are_written_and_odd_values_are_not():
    changed = edited(WHOLE, edit.edit_record("image", WHOLE, {"width": 1200, "height": 753}))
    assert changed == WHOLE.replace(b"1166", b"1200")
    odd = ship("1", TUG[0], (1, 2, "wide", 4, 5)).strip().encode()
    assert edit.edit_record("annotation", odd, {"rotated": (1, 2, 3, 4, 5)}) == []
    assert edit.edit_record("annotation", b"<HRSC_Object>", {"box": (1, 2, 3, 4)}) == []
    assert edit.edit_record("annotation", WHOLE, {"box": (1, 2, math.nan, 4)}) == []


@given(st.lists(st.booleans(), max_size=9))
def test_removed_objects_leave_the_others_as_they_are(removed):
    for content in dirty().files.values():
        assert_others_stay(content, "hrsc", edit, removed)


def test_wrapped_records_are_read_again():
    for content in dirty().files.values():
        assert_wrapped_are_read_again(content, "hrsc", edit)


def test_a_suppression_beside_a_ship_is_of_that_ship(tmp_path):
    text = (
        dirty().files["100000011.xml"].replace(b"<box_xmin>1100", b"<!-- boxlint: ignore[BX202] cut --><box_xmin>1100")
    )
    path = tmp_path / "a.xml"
    path.write_bytes(text)
    report = boxlint.check(path, isolated=True)
    assert "BX202" not in report.summary.by_rule
    assert report.summary.suppressed == 1
    assert report.summary.by_rule["BX101"] == 1


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "hrsc", max_drop=1.0)
    assert outcome.fixed["BX102"] == 1
    assert outcome.removed == 10


def test_another_reader_agrees():
    assert agreement(sorted((SAMPLES / "clean").glob("*.xml")), "hrsc") == (5, 5)
    assert getattr(detect(SAMPLES / "clean" / "100000004.xml"), "name", None) == "hrsc"


def test_elements_in_elements_without_end_are_read():
    deep = b"<q>" * 5000 + b"</q>" * 5000
    for place in (b"<HRSC_Object>", b"<HRSC_Objects>"):
        tables = read_content(WHOLE.replace(place, deep + place if place.endswith(b"s>") else place + deep, 1), "hrsc")
        assert len(tables.annotations) == 2
