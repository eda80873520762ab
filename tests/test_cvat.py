"""CVAT: many images or the frames of a video in one file, shapes in attributes, read and edited."""

from __future__ import annotations

import math
import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import detect
from boxlint.formats.cvat import edit
from boxlint.formats.cvat.records import MODELS
from boxlint.formats.cvat.sniff import sniff
from sample_data.makers.cvat import CAR, PERSON, box, clean, dirty, image, page, shape
from tests.edited_texts import edited, read_content, records, seen
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement
from tests.xml_faults import assert_others_stay, assert_wrapped_are_read_again, columns_at

SAMPLES = Path(__file__).parent.parent / "sample_data" / "cvat"
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
WHOLE = page([image(0, [box("car", CAR), box("person", PERSON)]), image(1, [box("car", CAR)]), image(2, [])]).encode()
VIDEO = clean().files["video/annotations.xml"]
NUMBERS = st.floats(-50, 2000).map(lambda value: round(value, 2))
SIDES = ("x_min", "y_min", "x_max", "y_max")
TURNED = ("center_x", "center_y", "width", "height", "angle")


def one(text: str) -> bytes:
    return page([image(0, [text])]).encode()


@pytest.mark.parametrize("size", [80, 200, len(WHOLE)])
def test_files_are_told_by_their_root_and_head(size):
    assert sniff(WHOLE[:size].replace(b"\n", b"\r\n"), "a.xml")
    assert sniff(b"\xef\xbb\xbf" + WHOLE[:size], "a.xml")
    assert sniff(VIDEO[:size], "a.xml")
    assert not sniff(b"<annotations><images/></annotations>", "a.xml")
    assert not sniff(WHOLE[:size].replace(b"annotations>", b"annotation>"), "a.xml")


def test_images_have_their_shapes():
    content = WHOLE.replace(b"\n", b"\r\n")
    tables = read_content(content, "cvat")
    assert [tables.images["file_name"].at(row) for row in range(3)] == [f"street_00{row}.jpg" for row in range(3)]
    assert tables.images["width"].tolist() == [640] * 3
    assert tables.annotations["image"].tolist() == [0, 0, 1]
    assert [row["category"] for row in seen(tables)] == ["car", "person", "car"]
    assert [tables.categories["name"].at(row) for row in range(3)] == ["car", "person", "lane"]
    assert [tables.boxes[name][0] for name in SIDES] == [*map(float, CAR)]
    assert tables.annotations["index"].tolist() == [0, 1, 2]
    spans = zip(tables.images["start"].tolist(), tables.images["end"].tolist(), strict=True)
    assert [ElementTree.fromstring(content[start:end]).get("id") for start, end in spans] == ["0", "1", "2"]
    assert [ElementTree.fromstring(record).get("label") for record in records(content, tables)] == [
        "car",
        "person",
        "car",
    ]


def test_names_of_several_subsets_are_paths():
    first, second = (image(0, []).replace(" width", f' subset="{subset}" width') for subset in ("train", "test"))
    names = read_content(page([first, second]).encode(), "cvat").images["file_name"]
    assert [names.at(0), names.at(1)] == ["train/street_000.jpg", "test/street_000.jpg"]
    assert read_content(page([first]).encode(), "cvat").images["file_name"].at(0) == "street_000.jpg"


def test_turned_boxes_are_rotated():
    tables = read_content(one(box("car", ("100", "200", "140", "220"), rotation="330.5")), "cvat")
    assert [tables.rotated[name][0] for name in TURNED] == [120, 210, 40, 20, math.radians(330.5)]
    upright = read_content(one(box("car", ("100", "200", "140", "220"), rotation="0.00")), "cvat")
    assert (len(upright.rotated), len(upright.boxes)) == (0, 1)


@given(st.floats(0.5, 90), st.floats(0.5, 90), st.floats(0, 360))
def test_the_box_around_an_ellipse_is_tight(rx, ry, degrees):
    text = shape("ellipse", "car", cx="100", cy="200", rx=str(rx), ry=str(ry), rotation=str(degrees))
    boxes = read_content(one(text), "cvat").boxes
    steps, angle = np.linspace(0, math.tau, 20_001), math.radians(degrees)
    xs = 100 + rx * np.cos(steps) * math.cos(angle) - ry * np.sin(steps) * math.sin(angle)
    ys = 200 + rx * np.cos(steps) * math.sin(angle) + ry * np.sin(steps) * math.cos(angle)
    expected = (xs.min(), ys.min(), xs.max(), ys.max())
    assert [boxes[name][0] for name in SIDES] == pytest.approx(expected, abs=1e-4)


def test_what_other_shapes_become():
    tables = read_content(clean().files["images/annotations.xml"], "cvat")
    kinds = {name: tables[name]["annotation"].tolist() for name in ("box", "rotated", "polygon", "keypoint")}
    assert kinds == {"box": [0, 1, 6, 7, 10, 11], "rotated": [2], "polygon": [3], "keypoint": [5, 5, 8, 8, 8]}
    assert [tables.boxes[name][3] for name in SIDES] == [20, 30, 24, 33]
    assert tables.keypoints["visibility"].tolist() == [2, 2, 2, 2, 0]
    assert np.flatnonzero(~tables.annotations["is_target"]).tolist() == [4, 9]
    assert not tables.annotations["lacks_box"].any()
    assert not tables.annotations["coordinates_not_numeric"].any()


def test_a_polygon_misses_no_box(tmp_path):
    text = shape("polygon", "car", points="300.00,200.00;360.00,210.00;350.00,260.00")
    (tmp_path / "a.xml").write_bytes(one(text))
    assert list(boxlint.check(tmp_path, isolated=True)) == []


def test_frames_of_a_video_are_images():
    tables = read_content(VIDEO, "cvat")
    assert [tables.images["file_name"].at(row) for row in range(3)] == [f"frame_00000{row}" for row in range(3)]
    assert tables.images["width"].tolist() == [640] * 3
    assert tables.annotations["image"].tolist() == [0, 1, 2, 2]
    assert [row["category"] for row in seen(tables)] == ["car", "car", "car", "person"]
    assert tables.annotations["is_target"].tolist() == [True, True, True, False]
    assert len(tables.boxes) == 4


def test_frames_of_several_tasks_are_not_mixed():
    tracks = "".join(
        f'<track id="{task}" label="car" task_id="{task}">{box(None, CAR, frame="7", outside="0")}</track>'
        for task in (1, 2)
    )
    sizes = "".join(
        f"<task><id>{task}</id><original_size><width>{100 * task}</width><height>50</height></original_size></task>"
        for task in (1, 2)
    )
    head = f"<meta><project><tasks>{sizes}</tasks></project></meta>"
    tables = read_content(f"<annotations>{head}{tracks}</annotations>".encode(), "cvat")
    assert tables.images["width"].tolist() == [100, 200]


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        (box(None, CAR), {"missing_field": "label"}, "shape[1].label: missing"),
        (box("car", CAR[:3]), {"missing_field": "ybr"}, "shape[1].ybr: missing"),
        (
            box("car", (*CAR[:3], "low")),
            {"coordinates_not_numeric": True},
            'shape[1].ybr: expected a number, got "low"',
        ),
        (
            box("car", CAR, rotation="half"),
            {"coordinates_not_numeric": True},
            'shape[1].rotation: expected a number, got "half"',
        ),
        (shape("polygon", "car"), {"missing_field": "points"}, "shape[1].points: missing"),
        (
            shape("polygon", "car", points="1,2;3;4,5"),
            {"is_malformed": True},
            'shape[1].points: point 2: expected two numbers x,y, got "3"',
        ),
        (
            shape("points", "car", points="1,2;3,x"),
            {"coordinates_not_numeric": True},
            'shape[1].points: point 2: expected two numbers x,y, got "3,x"',
        ),
        (
            shape("mask", "car", rle="1, 2, 9", left="3", top="4", width="2", height="2"),
            {"is_malformed": True},
            "shape[1]: rle: 12 pixels, expected at most 2 x 2",
        ),
        (
            shape("mask", "car", rle="1, -2", left="3", top="4", width="2", height="2"),
            {"is_malformed": True},
            'shape[1]: rle: expected run lengths, got "-2"',
        ),
        (shape("cuboid", "car", xtl1="1"), {"missing_field": "ytl1"}, "shape[1].ytl1: missing"),
        (
            shape("cube", "car"),
            {"is_malformed": True},
            f'shape[1]: expected one of {", ".join(MODELS)}, got "cube"',
        ),
    ],
)
def test_faulty_shapes_have_a_row(record, columns, problem):
    content = page([image(0, [record, box("car", CAR)])]).encode()
    tables = read_content(content, "cvat")
    assert columns_at(tables, 0, list(columns)) == columns
    assert tables.annotations["problem"].at(0) == problem
    assert tables.annotations["problem"].at(1) == ""
    assert records(content, tables)[0].decode() == record.strip()
    assert 1 in tables.boxes["annotation"]


def test_a_shape_of_a_track_needs_a_frame():
    content = f'<annotations><meta/><track label="car">{box(None, CAR)}</track></annotations>'.encode()
    tables = read_content(content, "cvat")
    assert columns_at(tables, 0, ["missing_field", "problem", "image"]) == {
        "missing_field": "frame",
        "problem": "shape[1].frame: expected the number of a frame",
        "image": -1,
    }


def test_an_image_without_a_name_is_told(tmp_path):
    (tmp_path / "a.xml").write_bytes(WHOLE.replace(b' name="street_001.jpg"', b""))
    report = boxlint.check(tmp_path, isolated=True)
    assert [(finding.code, finding.table) for finding in report] == [("BX006", "image")]


def test_files_that_end_early_keep_what_is_whole():
    cut = WHOLE[: WHOLE.rindex(b"</box>")]
    tables = read_content(cut, "cvat")
    assert tables.files["is_unreadable"][0]
    assert len(tables.annotations) == 2
    assert len(tables.images) == 2
    broken = WHOLE.replace(b"</box>", b"</bux>", 1)
    found = records(broken, read_content(broken, "cvat"))
    assert len(found) == 2
    assert read_content(broken, "cvat").annotations["image"].tolist() == [0, 1]


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_boxes_are_written_in_their_attributes(corners):
    record = box("car", CAR, inner="<attribute name='xtl'>1</attribute>\n").strip().encode()
    changed = edited(record, edit.edit_record("annotation", record, {"box": corners}))
    found = ElementTree.fromstring(changed)
    assert [float(found.get(key, "")) for key in ("xtl", "ytl", "xbr", "ybr")] == pytest.approx(corners, abs=1e-9)
    assert edit.edit_record("annotation", changed, {"box": corners}) == []
    assert changed.endswith(b"</box>")


@given(NUMBERS, NUMBERS, st.integers(1, 400), st.integers(1, 400), st.floats(-6, 6))
def test_turned_boxes_are_written_in_degrees(x, y, width, height, angle):
    record = box("car", ("100.00", "200.00", "140.00", "220.00"), rotation="30.00").strip().encode()
    values = (x, y, float(width), float(height), angle)
    changed = edited(record, edit.edit_record("annotation", record, {"rotated": values}))
    tables = read_content(one(changed.decode()), "cvat")
    if len(tables.rotated):
        assert [tables.rotated[name][0] for name in TURNED] == pytest.approx(values, abs=1e-8)
    else:
        assert angle == pytest.approx(0, abs=1e-8)


def test_only_what_differs_is_written():
    record = box("car", ("100.10", "200.00", "140.30", "220.00"), rotation="30.00").strip().encode()
    x, width = (100.10 + 140.30) / 2, 140.30 - 100.10
    same = (x, 210.0, width, 20.0)
    assert edit.edit_record("annotation", record, {"rotated": (*same, math.radians(30))}) == []
    turned = edited(record, edit.edit_record("annotation", record, {"rotated": (*same, math.radians(45))}))
    assert turned == record.replace(b"30.00", b"45.0")


@given(st.lists(NUMBERS, min_size=6, max_size=6))
def test_polygons_are_written_point_by_point(numbers):
    record = b"<polygon label='car' points='1.00,2.50; 3,4 ;5,6.10' z_order=\"0\"/>"
    changed = edited(record, edit.edit_record("annotation", record, {"polygons": {0: tuple(numbers)}}))
    assert edit.read_polygons(changed)[0] == pytest.approx(numbers, abs=1e-9)
    assert edit.edit_record("annotation", changed, {"polygons": {0: tuple(numbers)}}) == []


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (shape("ellipse", "car", cx="9", cy="9", rx="4", ry="2"), {"box": (1, 2, 3, 4)}),
        (shape("mask", "car", rle="4", left="1", top="1", width="2", height="2"), {"box": (1, 2, 3, 4)}),
        (shape("polygon", "car", points="1,2;3,4;5,6"), {"polygons": {0: ()}}),
        (shape("polygon", "car", points="1,2;3,4;5,6"), {"polygons": {0: (1, 2, 3, 4)}}),
        (shape("polygon", "car", points="1,2;3,x;5,6"), {"polygons": {0: (1, 2, 3, 4, 5, 6)}}),
        (box(None, CAR, frame="1", outside="0"), {"box": (1, 2, 3, 4)}),
        (box("car", CAR[:3]), {"box": (1, 2, 3, 4)}),
        (box("car", ("1&#48;", *CAR[1:])), {"box": (1, 2, 3, 4)}),
        (box("car", CAR), {"box": (1, math.inf, 3, 4)}),
        (box("car", CAR), {"rotated": (1, 2, 3, 4, 0.5)}),
        ("<box", {"box": (1, 2, 3, 4)}),
    ],
)
def test_what_cannot_be_written_is_not(record, values):
    assert edit.edit_record("annotation", record.strip().encode(), values) == []


def test_sizes_are_written_in_the_tag_of_the_image():
    tables = read_content(WHOLE, "cvat")
    record = WHOLE[int(tables.images["start"][1]) : int(tables.images["end"][1])]
    changed = edited(record, edit.edit_record("image", record, {"width": 1280, "height": 480}))
    assert changed == record.replace(b'width="640"', b'width="1280"')
    mask = shape("mask", "car", rle="4", left="1", top="1", width="2", height="2").strip().encode()
    assert edit.edit_record("image", mask, {"width": 3}) == []
    assert edit.edit_record("image", b"", {"width": 3}) == []


@given(st.lists(st.booleans(), max_size=22))
def test_removed_shapes_leave_the_others_as_they_are(removed):
    for content in (WHOLE, VIDEO, *clean().files.values(), *dirty().files.values()):
        assert_others_stay(content, "cvat", edit, removed)


def test_wrapped_records_are_read_again():
    for content in (WHOLE, VIDEO, *clean().files.values(), *dirty().files.values()):
        assert_wrapped_are_read_again(content, "cvat", edit)


def test_suppressions_are_of_a_shape_an_image_or_the_file(tmp_path):
    out = ("630.00", "10.00", "700.00", "60.00")
    first = image(0, [box("car", out), box("person", out, inner="<!-- boxlint: ignore[BX202] -->")])
    second = image(1, ["<!-- boxlint: ignore[BX202] the whole picture -->", box("car", out), box("person", CAR)])
    path = tmp_path / "a.xml"
    path.write_bytes(page([first, second]).encode())
    report = boxlint.check(path, isolated=True, ignore=["BX303"])
    assert [(finding.code, finding.annotation_index) for finding in report] == [("BX202", 0)]
    assert report.summary.suppressed == 2
    path.write_bytes(page([first, second, "<!-- boxlint: ignore[BX202] -->"]).encode())
    assert list(boxlint.check(path, isolated=True, ignore=["BX303"])) == []


def test_findings_have_an_xpath(tmp_path):
    (tmp_path / "a.xml").write_bytes(dirty().files["annotations.xml"])
    report = boxlint.check(tmp_path, isolated=True)
    found = next(finding for finding in report if finding.code == "BX202")
    assert found.location is not None
    assert found.location.pointer == "(/annotations/image/*|/annotations/track/*)[6]"


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "cvat", max_drop=1.0)
    assert [outcome.fixed[code] for code in ("BX102", "BX202", "BX613")] == [1, 1, 1]
    assert outcome.removed == 14


def test_a_video_is_fixed_by_removals_only(tmp_path):
    (tmp_path / "a.xml").write_bytes(VIDEO.replace(b'xbr="220.25"', b'xbr="100.0"', 1))
    outcome = fix_copy(tmp_path / "a.xml", tmp_path / "copy" / "a.xml", max_drop=1.0)
    assert outcome.removed == 1
    assert ElementTree.parse(tmp_path / "copy" / "a.xml").getroot().find("track/box[@frame='0']") is None


def test_another_reader_agrees():
    assert agreement(sorted((SAMPLES / "clean").rglob("*.xml")), "cvat") == (11, 11)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
@pytest.mark.parametrize(
    ("source", "shapes", "boxes", "codes"),
    [
        ("MaxKuklaVod+comparing-data-markup/cvat", 24, 24, {}),
        ("rafaelpadilla+review_object_detection_metrics/cvat", 273, 273, {}),
        # two shapes have a blank label
        ("open-edge-platform+datumaro/cvat", 23, 7, {"BX401": 2, "BX406": 1}),
    ],
)
def test_real_files_are_read_as_another_reader_does(tmp_path, source, shapes, boxes, codes):
    folder = Path(REAL_DATA) / source
    files = sorted(folder.rglob("*.xml"))
    assert {getattr(detect(file), "name", None) for file in files} == {"cvat"}
    assert agreement(files, "cvat") == (boxes, boxes)
    report = boxlint.check(folder, isolated=True)
    assert report.summary.annotations == shapes
    assert dict(report.summary.by_rule) == codes
    fix_copy(folder, tmp_path / "cvat", max_drop=1.0)


def test_numbers_of_thousands_of_digits_are_read():
    digits = "9" * 5000
    runs = f'<mask label="car" left="1" top="1" width="4" height="4" rle="2, {digits}"></mask>'
    assert read_content(one(runs), "cvat").annotations["is_malformed"].tolist() == [True]
    frame = VIDEO.replace(b'frame="0"', f'frame="{digits}"'.encode(), 1)
    assert (read_content(frame, "cvat").annotations["image"] == -1).sum() == 1
