"""XML documents as trees: records with exact places, whole or broken."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.xml_elements import Element, Tree, read_element
from boxlint.formats.xml_tree import read_tree
from boxlint.formats.xml_wrapping import enclosed

RECORDS = {"image": None, "objects": ("object",)}
RECORD_TEXTS = st.sampled_from(
    [
        b"<box a='1'/>",
        b'<box a="1>2" >\n</box >',
        b"<box><box/></box>",
        b"<image><image/></image>",
        b"<p x='\xc3\xa9'>a &amp; b<!-- </p> --></p>",
        b"<q><![CDATA[<box/>]]></q>",
    ]
)
BLANKS = st.sampled_from([b"", b" ", b"\r\n\t", b"<!-- <box/> -->", b"<?tool <box/>?>", b"text"])


def parsed(data: bytes) -> tuple[Tree, list[tuple[bytes, Element, Element]]]:
    found: list[tuple[bytes, Element, Element]] = []
    tree = read_tree(
        data, "root", RECORDS, lambda record, parent: found.append((data[record.start : record.end], record, parent))
    )
    return tree, found


@given(st.lists(st.lists(st.tuples(BLANKS, RECORD_TEXTS), max_size=4), max_size=3), BLANKS)
def test_records_are_where_they_stand(images, before):
    texts = [b"".join(blank + record for blank, record in image) for image in images]
    data = b"<root>" + before + b"".join(b"<image n='%d'>%b</image>" % pair for pair in enumerate(texts)) + b"</root>"
    tree, found = parsed(data)
    assert tree.problem == ""
    assert [text for text, _, _ in found] == [record for image in images for _, record in image]
    assert tree.root is not None
    parents = tree.root.named("image")
    assert [parent.attributes["n"] for parent in parents] == [str(place) for place in range(len(images))]
    assert [parent.children for parent in parents] == [[]] * len(images)
    assert [data[parent.start : parent.end] for parent in parents] == [
        b"<image n='%d'>%b</image>" % pair for pair in enumerate(texts)
    ]


@given(st.lists(RECORD_TEXTS.filter(lambda text: b"image" not in text), min_size=1, max_size=4), st.data())
def test_what_is_whole_is_read_wherever_a_document_is_cut(records, data):
    text = b"<root><image>" + b"".join(records) + b"</image></root>"
    cut = data.draw(st.integers(6, len(text) - 1))
    tree, found = parsed(text[:cut])
    assert "(line " in tree.problem
    ends = [13 + sum(map(len, records[: place + 1])) for place in range(len(records))]
    assert [found_text for found_text, _, _ in found][: sum(end <= cut for end in ends)] == [
        record for record, end in zip(records, ends, strict=True) if end <= cut
    ]


def test_records_after_a_fault_are_read_each_by_itself():
    data = (
        b"<root><image n='1'><a/><b><c></b><d x='1'/></image><image n='2'><e>5</e><image n='3'/>"
        b"<objects><object/><x/></objects>"
    )
    tree, found = parsed(data)
    assert tree.problem == "mismatched tag </b> (line 1, column 30)"
    assert [(record.name, record.is_broken, parent.attributes.get("n")) for _, record, parent in found] == [
        ("a", False, "1"),
        ("b", True, "1"),
        ("d", False, "1"),
        ("e", False, "2"),
        ("object", False, None),
    ]
    assert [text for text, _, _ in found] == [b"<a/>", b"<b><c></b>", b"<d x='1'/>", b"<e>5</e>", b"<object/>"]
    assert found[3][1].text == "5"
    assert tree.root is not None
    assert [child.attributes.get("n") for child in tree.root.children] == ["1", "2", "3", None]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<other/>", "the root element is <other>, expected <root> (line 1, column 1)"),
        (b"<!DOCTYPE root><root/>", "a document type (<!DOCTYPE …>) is not read: remove it (line 1, column 15)"),
        (b"", "the file is empty (line 1, column 1)"),
        (b"<root><image>", "the file ends before its root element is closed (line 1, column 14)"),
    ],
)
def test_what_is_no_such_document(data, problem):
    tree, found = parsed(data)
    assert tree.problem == problem
    assert found == []


def test_prefixes_are_left_out_where_the_root_has_one():
    tree, found = parsed(b"<p:root><p:image n='1'><p:a><p:b>1</p:b></p:a></p:image></p:root>")
    assert tree.problem == ""
    assert found[0][1].fields() == {"b": "1"}
    record = enclosed([b"<p:a><p:b>1</p:b></p:a>"], b"root", b"image")
    assert parsed(record)[1][0][1].fields() == {"b": "1"}
    broken = parsed(b"<p:root><p:image n='1'><p:a></p:image><p:image n='2'><p:c/></p:image>")
    assert [record.name for _, record, _ in broken[1]] == ["c"]


@given(RECORD_TEXTS)
def test_an_element_alone_says_what_elementtree_says(record):
    element, other = read_element(record), ElementTree.fromstring(record)
    assert element is not None
    assert (element.name, element.attributes) == (other.tag, other.attrib)
    assert len(element.children) == len(other)
    assert read_element(record[:-1]) is None
    assert read_element(b"<!DOCTYPE a>" + record) is None


def test_suppressions_are_found_before_and_after_a_fault():
    data = (
        b"<root><!-- boxlint: ignore[BX1] --><image><a></image>"
        b"<image><b><!-- boxlint: ignore[BX2] --></b><!-- boxlint: ignore[BX3] --></image>"
    )
    tree, found = parsed(data)
    assert [directive.rules for _, directive in sorted(tree.directives.items())] == ["BX1", "BX2", "BX3"]
    assert [record.name for _, record, _ in found] == ["b"]
