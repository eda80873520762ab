from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.xml_text import parse_xml
from tests.xml_samples import BOX, HEAD, ROBNDBOX, ROTATED, voc


@pytest.fixture
def read(tmp_path):
    def read_text(data: bytes):
        path = tmp_path / "0.xml"
        path.write_bytes(data)
        return read_files([SourceFile(path, "0.xml", "voc")], ReadOptions())

    return read_text


@pytest.mark.parametrize(
    ("text", "objects", "reason"),
    [
        (b"", 0, "the file is empty (line 1, column 1)"),
        (
            voc(f"<name>a</name>{BOX}")[:-9].encode(),
            1,
            "the file ends before its root element is closed (line 4, column 1)",
        ),
        (
            voc(f"<name>a</name>{BOX}").replace("</annotation>", "<object></objekt>").encode(),
            1,
            "mismatched tag </objekt> (line 4, column 9)",
        ),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><annotation/>", 0, None),
        (b"<annotations/>", 0, "the root element is <annotations>, expected <annotation> (line 1, column 1)"),
        (voc(f"<name>a</name>{BOX}").encode() + b"<x/>", 1, None),
        (b"\0" * 50, 0, None),
    ],
)
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
    tables = read(text.encode())
    assert tables.files["is_unreadable"][0]
    assert "DOCTYPE" in tables.files["problem"].at(0)
    assert len(tables.categories) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (voc(f"<name>a</name>{BOX}"), "voc"),
        (voc(), "voc"),
        (voc(head="<folder>x</folder>"), None),
        (voc(f"<name>a</name>{ROBNDBOX}"), "dior"),
        (voc(f"<name>a</name>{ROTATED}"), "rolabelimg"),
        (voc(f"<name>a</name>{BOX}", f"<name>a</name>{ROTATED}"), "rolabelimg"),
        (
            '<?xml version="1.0"?>\n<!-- <annotations> -->\n<!DOCTYPE a [<!ENTITY b "c">]>'
            + voc(f"<name>a</name>{BOX}"),
            "voc",
        ),
        (f"<annotation>{HEAD}<objects><object><points/></object></objects></annotation>", "fair1m"),
        ("<annotation><source/><objects/></annotation>", "fair1m"),
        (voc("<name>a</name><polygon><pt/></polygon>"), None),
        (voc("<name>a</name><polygon><pt><x>1</x></pt></polygon>"), "labelme-xml"),
        ("<annotation><imagesize><nrows>7</nrows></imagesize></annotation>", "labelme-xml"),
        ("<annotations><version>1.1</version></annotations>", "cvat"),
        ('<a:annotations><a:image id="1"/></a:annotations>', "cvat"),
        ("<annotations><images/></annotations>", None),
        ("<HRSC_Image><Img_ID>1</Img_ID></HRSC_Image>", "hrsc"),
        ("\ufeff" + voc(f"<name>a</name>{BOX}"), "voc"),
        ("no xml", None),
        ("", None),
    ],
)
def test_formats_are_told_by_content(tmp_path, text, expected):
    path = tmp_path / "a.xml"
    for encoding in ("utf-8", "utf-16-le") if text.startswith("<") else ("utf-8",):
        path.write_bytes(text.encode(encoding))
        found = detect(path)
        assert (found.name if found else None) == expected


SEED = voc(
    f"<name>a</name>{BOX}", f"<name>b</name>{ROBNDBOX}", f"<name>c</name>{ROTATED}", f"<part><name>p</name>{BOX}</part>"
)
TOKENS = [
    "<",
    ">",
    "/",
    "<object>",
    "</object>",
    "<name>",
    "</bndbox>",
    "<xmin>",
    "nan",
    "-",
    "1_0",
    "&",
    "]]>",
    "<!--",
    "\0",
    "é",
    "<bndbox/>",
    "",
]


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
        if not annotations["is_malformed"][row]:
            ElementTree.fromstring(span)
        fault = bool(annotations["is_malformed"][row] or annotations["coordinates_not_numeric"][row])
        fault |= annotations["coordinate_count"][row] != annotations["expected_coordinate_count"][row]
        missing_field = annotations["missing_field"].at(row)
        assert (annotations["problem"].at(row) != "") == (fault or missing_field != "")
        words = (f"{missing_field}: missing", "expected child elements")
        assert missing_field == "" or any(word in annotations["problem"].at(row) for word in words)
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


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16-le"])
def test_the_declared_encoding_does_not_confuse_the_parser(read, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + voc(f"<name>飞机</name>{BOX}")
    tables = read(text.encode(encoding))
    assert tables.categories["name"].values == ("飞机",)
    assert tables.files["problem"].at(0) == ""
    assert bool(tables.files["encoding_is_unusual"][0]) == (encoding == "utf-16-le")


def test_objects_after_a_fault_are_read_each_by_itself(tmp_path):
    broken = VOC_PAGE % (
        VOC_OBJECT % ("R&D", 10),
        VOC_OBJECT % ("car", 10),
        VOC_OBJECT % ("a & b", 10),
        VOC_OBJECT % ("dog", 20),
    )
    path = tmp_path / "a.xml"
    path.write_text(broken)
    tables = read_files([SourceFile(path, "a.xml", "voc")], ReadOptions())
    assert tables.files["is_unreadable"].tolist() == [True]
    assert tables.annotations["is_malformed"].tolist() == [True, False, True, False]
    names = tables.categories["name"]
    assert [names.at(row) for row in range(len(names))] == ["car", "dog"]
    assert tables.boxes["x_min"].tolist() == [10, 20]
    spans = zip(tables.annotations["start"].tolist(), tables.annotations["end"].tolist(), strict=True)
    assert [broken[start:end] for start, end in spans] == re.findall("<object>.*?</object>", broken)


VOC_PAGE = "<annotation><filename>a.jpg</filename>%s\n%s%s%s</annotation>"
VOC_OBJECT = (
    "<object><name>%s</name><bndbox><xmin>%d</xmin><ymin>1</ymin><xmax>40</xmax><ymax>30</ymax></bndbox></object>"
)
