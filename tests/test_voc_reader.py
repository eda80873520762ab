from __future__ import annotations

import math
import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.xml_text import parse_xml

BOX = "<bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30.5</xmax><ymax>60</ymax></bndbox>"
SIZE = "<size><width>800</width><height>600</height><depth>3</depth></size>"
HEAD = f"<filename>a.jpg</filename>{SIZE}"
CORNER_NAMES = [f"{axis}_{corner}" for corner in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"]


def voc(*objects: str, head: str = HEAD) -> str:
    return "<annotation>\n" + head + "".join(f"\n  <object>{inner}</object>" for inner in objects) + "\n</annotation>\n"


def element(name: str, names: list[str], values: list[object]) -> str:
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in zip(names, values, strict=True))
    return f"<{name}>{inner}</{name}>"


ROBNDBOX = element("robndbox", CORNER_NAMES, [1, 2, 3, 2, 3, 5, 1, 5])
ROTATED = element("robndbox", ["cx", "cy", "w", "h", "angle"], [100, 50, 30, 10, 0.5])


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
        (f"<name>a</name>{BOX.replace('10', 'abc')}", {"coordinates_not_numeric": True}, 'object[1].bndbox.xmin: expected a number, got "abc"'),
        (f"<name>a</name>{BOX.replace('10', '1_0')}", {"coordinates_not_numeric": True}, 'object[1].bndbox.xmin: expected a number, got "1_0"'),
        (f"<name>a</name>{BOX.replace('10', ' ')}", {"coordinates_not_numeric": True}, None),
        (f"<name>a</name>{BOX.replace('10', '<b>1</b>')}", {"coordinates_not_numeric": True}, "object[1].bndbox.xmin: expected a number, got an element with children"),
        (f"<name>a</name>{BOX.replace('<ymax>60</ymax>', '')}", {"missing_field": "ymax", "coordinate_count": 3}, "object[1].bndbox.ymax: missing"),
        ("<name>a</name>", {"missing_field": "bndbox"}, "object[1].bndbox: missing"),
        ("<name>a</name><bndbox/>", {"missing_field": "xmin", "coordinate_count": 0}, "object[1].bndbox: expected child elements, got nothing"),
        (BOX, {"missing_field": "name", "coordinate_count": 4}, "object[1].name: missing"),
        ("", {"is_malformed": True}, "object[1]: expected the elements name and bndbox, got nothing"),
        ("ship 1 2 3 4", {"is_malformed": True}, 'object[1]: expected the elements name and bndbox, got "ship 1 2 3 4"'),
        (f"<name>a</name>{element('bndbox', ['x1', 'y1', 'x2', 'y2'], [1, 2, 3, 4])}", {"coordinate_count": 4, "expected_coordinate_count": 8}, "object[1].bndbox.x3: missing"),
        (f"<name>a</name>{element('robndbox', CORNER_NAMES[:7], [1] * 7)}", {"coordinate_count": 7, "expected_coordinate_count": 8}, "object[1].robndbox.y_left_bottom: missing"),
        (f"<name>a</name>{element('robndbox', ['cx', 'cy', 'w', 'h'], [1] * 4)}", {"coordinate_count": 4, "missing_field": "angle"}, "object[1].robndbox.angle: missing"),
    ],
)  # fmt: skip
def test_faulty_objects_have_a_row_but_no_geometry(read, inner, flags, problem):
    tables = read(voc(inner))
    annotations = tables.annotations
    assert len(annotations) == 1
    assert len(tables.boxes) == len(tables.quads) == len(tables.rotated) == 0
    for name in ("is_malformed", "coordinates_not_numeric"):
        assert bool(annotations[name][0]) is flags.get(name, False)
    assert annotations["missing_field"].at(0) == flags.get("missing_field", "")
    for name in ("coordinate_count", "expected_coordinate_count"):
        if name in flags:
            assert annotations[name][0] == flags[name]
    assert annotations["problem"].at(0)
    if problem:
        assert annotations["problem"].at(0) == problem
    assert not tables.files["is_unreadable"][0]


def test_not_finite_values_make_a_row(read):
    tables = read(voc(f"<name>a</name>{BOX.replace('10', 'nan').replace('30.5', 'Infinity').replace('60', '1e999')}"))
    assert np.isnan(tables.boxes["x_min"][0])
    assert np.isinf(tables.boxes["x_max"][0])
    assert np.isinf(tables.boxes["y_max"][0])
    assert not tables.annotations["coordinates_not_numeric"][0]


@pytest.mark.parametrize("names", [[f"{a}{v}" for v in range(1, 5) for a in "xy"], [f"{a}{v}" for v in range(4) for a in "xy"]])
def test_four_corners_in_bndbox(read, names):
    tables = read(voc(f"<name>text</name>{element('bndbox', names, list(range(8)))}"))
    assert len(tables.boxes) == 0
    assert [float(tables.quads[f"{a}{v}"][0]) for v in range(1, 5) for a in "xy"] == list(range(8))
    assert tables.annotations["expected_coordinate_count"][0] == 8


def test_dior_has_quads_and_boxes(read):
    tables = read(voc(f"<name>a</name>{ROBNDBOX}", f"<name>b</name>{ROBNDBOX}{BOX}", f"<name>b</name>{BOX}", "<name>a</name>"), format="dior")
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
    [("", None, None), ("<size/>", None, None), ("<size><width/><height>5</height></size>", None, None), ("<size><width>0</width></size>", None, 0.0), ("<size><width>-3</width></size>", None, -3.0), ("<size><width> 7 </width></size>", 7.0, 7.0)],
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("text", "objects", "reason"),
    [
        (b"", 0, "the file is empty (line 1, column 1)"),
        (voc(f"<name>a</name>{BOX}")[:-20].encode(), 1, None),
        (voc(f"<name>a</name>{BOX}").replace("</annotation>", "<object></objekt>").encode(), 1, "mismatched tag </objekt> (line 4, column 9)"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><annotation/>", 0, None),
        (b"<annotations/>", 0, "the root element is <annotations>, expected <annotation> (line 1, column 1)"),
        (voc(f"<name>a</name>{BOX}").encode() + b"<x/>", 1, None),
        (b"\0" * 50, 0, None),
    ],
)  # fmt: skip
def test_unreadable_files_keep_whole_objects(read, text, objects, reason):
    tables = read(text)
    assert tables.files["is_unreadable"].tolist() == [True]
    assert len(tables.boxes) == objects
    problem = tables.files["problem"].at(0)
    assert "line" in problem
    assert reason is None or problem == reason
    assert 0 <= tables.files["problem_start"][0] <= len(text)


def test_no_entity_expands(read):
    text = "<!DOCTYPE a [<!ENTITY x 'boom'>]>" + voc(f"<name>&x;</name>{BOX}")
    tables = read(text)
    assert tables.files["is_unreadable"][0]
    assert "DOCTYPE" in tables.files["problem"].at(0)
    assert len(tables.categories) == 0


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (voc(f"<name>a</name>{BOX}"), "voc"),
        (voc(), "voc"),
        (voc(head="<folder>x</folder>"), None),
        (voc(f"<name>a</name>{ROBNDBOX}"), "dior"),
        (voc(f"<name>a</name>{ROTATED}"), "rolabelimg"),
        (voc(f"<name>a</name>{BOX}", f"<name>a</name>{ROTATED}"), "rolabelimg"),
        (f'<?xml version="1.0"?>\n<!-- <annotations> -->\n<!DOCTYPE a [<!ENTITY b "c">]>{voc(f"<name>a</name>{BOX}")}', "voc"),
        (f"<annotation>{HEAD}<objects><object><points/></object></objects></annotation>", None),
        (voc("<name>a</name><polygon><pt/></polygon>"), None),
        ("<annotations><version>1.1</version></annotations>", None),
        ("\ufeff" + voc(f"<name>a</name>{BOX}"), "voc"),
        ("no xml", None),
        ("", None),
    ],
)  # fmt: skip
def test_formats_are_told_by_content(tmp_path, text, expected):
    path = tmp_path / "a.xml"
    for encoding in ("utf-8", "utf-16-le") if text.startswith("<") else ("utf-8",):
        path.write_bytes(text.encode(encoding))
        found = detect(path)
        assert (found.name if found else None) == expected


SEED = voc(f"<name>a</name>{BOX}", f"<name>b</name>{ROBNDBOX}", f"<name>c</name>{ROTATED}", f"<part><name>p</name>{BOX}</part>")
TOKENS = ["<", ">", "/", "<object>", "</object>", "<name>", "</bndbox>", "<xmin>", "nan", "-", "1_0", "&", "]]>", "<!--", "\0", "é", "<bndbox/>", ""]


@settings(max_examples=400, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.sampled_from(TOKENS)), max_size=4))
def test_mutated_xml_never_raises_and_spans_are_objects(tmp_path_factory, edits):
    text = SEED
    for place, cut, token in edits:
        text = text[:place] + token + text[place + cut :]
    path = tmp_path_factory.getbasetemp() / "mutated.xml"
    data = text.encode()
    path.write_bytes(data)
    tables = read_files([SourceFile(path, "mutated.xml", "voc")], ReadOptions())
    annotations = tables.annotations
    for row in range(len(annotations)):
        span = data[int(annotations["start"][row]) : int(annotations["end"][row])]
        assert span.startswith(b"<object")
        assert span.endswith(b">")
        ElementTree.fromstring(span)
        fault = bool(annotations["is_malformed"][row]) or annotations["missing_field"].at(row) != ""
        fault |= bool(annotations["coordinates_not_numeric"][row])
        fault |= annotations["coordinate_count"][row] != annotations["expected_coordinate_count"][row]
        assert (annotations["problem"].at(row) != "") == fault
        has_geometry = any(row in tables[name]["annotation"] for name in ("box", "quad", "rotated"))
        assert has_geometry != fault
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        assert tables.files["is_unreadable"][0]
        return
    assert len(annotations) == (len(root.findall("object")) if root.tag == "annotation" else 0)
    assert bool(tables.files["is_unreadable"][0]) == (root.tag != "annotation")


@given(st.binary(max_size=60))
def test_any_bytes_parse_to_something(data):
    document = parse_xml(b"<annotation>" + data)
    assert document.problem
    assert document.start == 0


@pytest.mark.skipif("BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder")
def test_real_xml_agrees_with_elementtree():
    files = []
    for path in sorted(Path(os.environ["BOXLINT_REAL_DATA"]).rglob("*.xml")):
        found = detect(path)
        if found is not None:
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
