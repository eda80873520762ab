from __future__ import annotations

import math
import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.xml_kind import xml_kind
from tests.xml_samples import BOX, CORNER_NAMES, ROBNDBOX, ROTATED, element, voc


@pytest.fixture
def read(tmp_path):
    def read_texts(*texts: str | bytes, format: str = "voc", classes: tuple[str, ...] | None = None):
        files = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number}.xml"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            files.append(SourceFile(path, f"labels/{path.name}", format))
        return read_files(files, ReadOptions(classes=classes))

    return read_texts


@pytest.mark.parametrize(
    "start", ["<annotation>", "<?xml version='1.0'?>\n<annotation a='b'>", "<annotations>", "<a:annotation>"]
)
@pytest.mark.parametrize(
    "content",
    [
        BOX,
        ROBNDBOX,
        ROTATED,
        f"{BOX}<objects>",
        "<possibleresult>",
        "<polygon>",
        "<filename>",
        "<imagesize/><filename>",
    ],
)
def test_what_stands_before_the_root_does_not_change_the_kind(start, content):
    """With a comment there the whole prologue is looked through, without it a glance is enough."""
    head = f"{start}{content}".encode()
    declaration, _, rest = head.rpartition(b"?>\n")
    commented = (declaration + b"?>" if declaration else b"") + b"<!-- -->\n" + rest
    assert xml_kind(head) == xml_kind(commented)
    kinds = {BOX: "voc", ROBNDBOX: "dior", ROTATED: "rolabelimg", f"{BOX}<objects>": "fair1m", "<polygon>": None}
    kinds |= {"<possibleresult>": "fair1m", "<filename>": "voc", "<imagesize/><filename>": "labelme-xml"}
    assert xml_kind(head) == (None if start == "<annotations>" else kinds[content])


def test_plain_object(read):
    text = voc(f"<name>ship</name><difficult>1</difficult>{BOX}")
    tables = read(text)
    assert [len(tables[name]) for name in ("file_set", "file", "image", "category", "annotation", "box")] == [1] * 6
    box = {name: float(tables.boxes[name][0]) for name in ("x_min", "y_min", "x_max", "y_max", "width", "height")}
    assert box == {"x_min": 10, "y_min": 20, "x_max": 30.5, "y_max": 60, "width": 20.5, "height": 40}
    assert tables.images["file_name"].at(0) == "a.jpg"
    assert (tables.images["width"][0], tables.images["written_height"][0]) == (800, 600)
    assert tables.categories["name"].at(0) == "ship"
    assert tables.annotations["difficult"][0] == 1
    assert tables.annotations["is_target"][0]
    start, end = int(tables.annotations["start"][0]), int(tables.annotations["end"][0])
    assert text.encode()[start:end].decode() == f"<object><name>ship</name><difficult>1</difficult>{BOX}</object>"
    assert tables.file_sets["path"].at(0) == "labels"


def test_child_order_unknown_children_and_parts(read):
    shuffled = "<bndbox><ymax>4</ymax><xmax>3</xmax><ymin>2</ymin><xmin>1</xmin></bndbox>"
    part = f"<part><name>head</name>{BOX}</part>"
    tables = read(voc(f"{part}<new>x</new>{shuffled}<name>a &amp; b</name>"))
    assert len(tables.boxes) == 1
    assert [float(tables.boxes[name][0]) for name in ("x_min", "y_min", "x_max", "y_max")] == [1, 2, 3, 4]
    assert tables.categories["name"].values == ("a & b",)
    assert math.isnan(tables.annotations["difficult"][0])


@pytest.mark.parametrize(
    ("inner", "flags", "problem"),
    [
        (
            f"<name>a</name>{BOX.replace('10', 'abc')}",
            {"coordinates_not_numeric": True},
            'bndbox.xmin: expected a number, got "abc"',
        ),
        (
            f"<name>a</name>{BOX.replace('10', '1_0')}",
            {"coordinates_not_numeric": True},
            'bndbox.xmin: expected a number, got "1_0"',
        ),
        (f"<name>a</name>{BOX.replace('10', ' ')}", {"coordinates_not_numeric": True}, None),
        (
            f"<name>a</name>{BOX.replace('10', '<b>1</b>')}",
            {"coordinates_not_numeric": True},
            "bndbox.xmin: expected a number, got an element with children",
        ),
        (
            f"<name>a</name>{BOX.replace('<ymax>60</ymax>', '')}",
            {"missing_field": "ymax", "coordinate_count": 3},
            "bndbox.ymax: missing",
        ),
        ("<name>a</name>", {"missing_field": "bndbox"}, "bndbox: missing"),
        (
            "<name>a</name><bndbox/>",
            {"missing_field": "xmin", "coordinate_count": 0},
            "bndbox: expected child elements, got nothing",
        ),
        (
            f"<name>a</name>{BOX.replace('10', 'abc').replace('<ymax>60</ymax>', '')}",
            {"missing_field": "ymax", "coordinates_not_numeric": True},
            "bndbox.ymax: missing",
        ),
        (BOX, {"missing_field": "name", "coordinate_count": 4}, "name: missing"),
        ("", {"is_malformed": True}, ": expected the elements name and bndbox, got nothing"),
        ("ship 1 2 3 4", {"is_malformed": True}, ': expected the elements name and bndbox, got "ship 1 2 3 4"'),
        (
            f"<name>a</name>{element('bndbox', ['x1', 'y1', 'x2', 'y2'], [1, 2, 3, 4])}",
            {"coordinate_count": 4, "expected_coordinate_count": 8},
            "bndbox.x3: missing",
        ),
        (
            f"<name>a</name>{element('robndbox', CORNER_NAMES[:7], [1] * 7)}",
            {"coordinate_count": 7, "expected_coordinate_count": 8},
            "robndbox.y_left_bottom: missing",
        ),
        (
            f"<name>a</name>{element('robndbox', ['cx', 'cy', 'w', 'h'], [1] * 4)}",
            {"coordinate_count": 4, "missing_field": "angle"},
            "robndbox.angle: missing",
        ),
    ],
)
def test_faulty_objects_have_a_row(read, inner, flags, problem):
    tables = read(voc(inner))
    annotations = tables.annotations
    assert len(annotations) == 1
    assert len(tables.boxes) == (flags.get("missing_field") == "name")
    assert len(tables.quads) == len(tables.rotated) == 0
    for name in ("is_malformed", "coordinates_not_numeric"):
        assert bool(annotations[name][0]) is flags.get(name, False)
    assert annotations["missing_field"].at(0) == flags.get("missing_field", "")
    for name in ("coordinate_count", "expected_coordinate_count"):
        if name in flags:
            assert annotations[name][0] == flags[name]
    assert annotations["problem"].at(0)
    if problem:
        assert annotations["problem"].at(0).removeprefix("object[1]").lstrip(".") == problem
    assert not tables.files["is_unreadable"][0]


def test_not_finite_values_make_a_row(read):
    tables = read(voc(f"<name>a</name>{BOX.replace('10', 'nan').replace('30.5', 'Infinity').replace('60', '1e999')}"))
    assert np.isnan(tables.boxes["x_min"][0])
    assert np.isinf(tables.boxes["x_max"][0])
    assert np.isinf(tables.boxes["y_max"][0])
    assert not tables.annotations["coordinates_not_numeric"][0]


@pytest.mark.parametrize(
    "names", [[f"{a}{v}" for v in range(1, 5) for a in "xy"], [f"{a}{v}" for v in range(4) for a in "xy"]]
)
def test_four_corners_in_bndbox(read, names):
    tables = read(voc(f"<name>text</name>{element('bndbox', names, list(range(8)))}"))
    assert len(tables.boxes) == 0
    assert [float(tables.quads[f"{a}{v}"][0]) for v in range(1, 5) for a in "xy"] == list(range(8))
    assert tables.annotations["expected_coordinate_count"][0] == 8


def test_dior_has_quads_and_boxes(read):
    tables = read(
        voc(f"<name>a</name>{ROBNDBOX}", f"<name>b</name>{ROBNDBOX}{BOX}", f"<name>b</name>{BOX}", "<name>a</name>"),
        format="dior",
    )
    assert tables.quads["annotation"].tolist() == [0, 1]
    assert tables.boxes["annotation"].tolist() == [1, 2]
    assert [float(tables.quads[f"{a}{v}"][0]) for v in range(1, 5) for a in "xy"] == [1, 2, 3, 2, 3, 5, 1, 5]
    assert tables.annotations["missing_field"].at(3) == "robndbox"
    assert tables.annotations["problem"].at(3) == "object[4].robndbox: missing"


def test_rolabelimg_mixes_rotated_and_upright(read):
    tables = read(voc(f"<name>a</name>{ROTATED}", f"<type>bndbox</type><name>b</name>{BOX}"), format="rolabelimg")
    assert tables.rotated["annotation"].tolist() == [0]
    assert tables.boxes["annotation"].tolist() == [1]
    row = [float(tables.rotated[name][0]) for name in ("center_x", "center_y", "width", "height", "angle")]
    assert row == [100, 50, 30, 10, 0.5]
    assert tables.rotated["cosine"][0] == math.cos(0.5)
    assert tables.rotated["sine"][0] == math.sin(0.5)


@pytest.mark.parametrize(
    ("size", "width", "written"),
    [
        ("", None, None),
        ("<size/>", None, None),
        ("<size><width/><height>5</height></size>", None, None),
        ("<size><width>0</width></size>", None, 0.0),
        ("<size><width>-3</width></size>", None, -3.0),
        ("<size><width> 7 </width></size>", 7.0, 7.0),
    ],
)
def test_image_size_as_written(read, size, width, written):
    tables = read(voc(f"<name>a</name>{BOX}", head=size))
    for name, expected in (("width", width), ("written_width", written)):
        value = tables.images[name][0]
        assert np.isnan(value) if expected is None else value == expected
    assert tables.images["file_name"].at(0) == ""


def test_categories_are_those_of_the_file_set(read):
    texts = [voc(f"<name>ship</name>{BOX}", f"<name>car</name>{BOX}"), voc(f"<name>car</name>{BOX}", f"<name/>{BOX}")]
    tables = read(*texts, classes=("car",))
    assert [tables.categories["name"].at(row) for row in range(3)] == ["ship", "car", ""]
    assert tables.categories["is_listed"].tolist() == [False, True, False]
    assert tables.categories["file"].tolist() == [-1] * 3
    assert tables.annotations["category"].tolist() == [0, 1, 1, 2]
    assert tables.files["has_class_list"].all()
    assert not read(*texts).files["has_class_list"].any()


def test_gbk_without_declaration_and_prefix(read):
    tables = read(voc(f"<name>飞机</name>{BOX}").encode("gbk"))
    assert tables.files["encoding_is_unusual"][0]
    assert tables.categories["name"].values == ("飞机",)
    prefixed = f'<v:annotation xmlns:v="u">{BOX}</v:annotation>'.replace(BOX, voc(f"<name>a</name>{BOX}")[13:-15])
    prefixed = prefixed.replace("</", "@").replace("<", "<v:").replace("@", "</v:").replace("v:v:", "v:")
    tables = read(prefixed)
    assert len(tables.boxes) == 1, tables.files["problem"].at(0)


def test_lfs_pointer_and_vanished_file(read, tmp_path):
    tables = read("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n")
    assert tables.files["is_lfs_pointer"].tolist() == [True]
    assert not tables.files["is_unreadable"][0]
    assert len(tables.images) == 0
    gone = read_files([SourceFile(tmp_path / "gone.xml", "gone.xml", "voc")], ReadOptions())
    assert gone.files["is_unreadable"].tolist() == [True]
    assert "cannot be read" in gone.files["problem"].at(0)


def test_content_in_place_of_the_file(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(voc(f"<name>ship</name>{BOX}"))
    content = voc(f"<name>飞机</name>{BOX.replace('10', '7')}").encode()
    for place in (path, tmp_path / "gone.xml"):
        tables = read_files([SourceFile(place, "a.xml", "voc", content)], ReadOptions())
        assert tables.categories["name"].values == ("飞机",)
        assert tables.boxes["x_min"].tolist() == [7]
    empty = read_files([SourceFile(path, "a.xml", "voc", b"")], ReadOptions())
    assert empty.files["is_unreadable"].tolist() == [True]


@pytest.mark.skipif("BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder")
def test_real_xml_agrees_with_elementtree():
    files = []
    for path in sorted(Path(os.environ["BOXLINT_REAL_DATA"]).rglob("*.xml")):
        found = detect(path)
        if found is not None and found.name in ("voc", "dior", "rolabelimg"):
            files.append(SourceFile(path, str(path), found.name))
    assert files
    tables = read_files(files, ReadOptions())
    paths = [tables.files["path"].at(row) for row in range(len(files))]
    counts = dict(zip(paths, np.bincount(tables.annotations["file"], minlength=len(files)).tolist(), strict=True))
    sums: dict[str, float] = dict.fromkeys(paths, 0.0)
    box_files = tables.annotations["file"][tables.boxes["annotation"]]
    for file, value in zip(box_files.tolist(), tables.boxes["x_max"].tolist(), strict=True):
        sums[paths[file]] += value
    for file in files:
        root = ElementTree.parse(file.path).getroot()
        assert counts[file.shown] == len(root.findall("object")), file.shown
        written = [item.findtext("bndbox/xmax") for item in root.findall("object")]
        assert sums[file.shown] == pytest.approx(sum(float(text) for text in written if text)), file.shown
