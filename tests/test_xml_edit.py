"""Edits of VOC, DIOR-R and roLabelImg: exactly the numbers that are meant, and whole objects."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from boxlint.formats.dior import edit as dior_edit
from boxlint.formats.rolabelimg import edit as rolabelimg_edit
from boxlint.formats.voc import edit as voc_edit
from boxlint.formats.voc.edit import edit_record, removed_spans, wrapped
from boxlint.formats.voc.objects import BOX, CENTER, CORNERS, QUAD_FROM_0, QUAD_FROM_1, Shape
from tests.edited_texts import edited, read_content, records, seen, without
from tests.xml_samples import BOX as BOX_TEXT
from tests.xml_samples import CORNER_NAMES, ROBNDBOX, ROTATED, element

FIELDS = {"boxes": "box", "quads": "quad", "rotated": "rotated"}
NUMBERS = ["10", "1.10", "1e2", "-3", "7.50", "0.25", "+8", "200.0", ".5", "6.", "1E-1", "12", "13.375", "0.010"]
# a value, and its text in place of an integer and of another number
NEW = [
    (40.0, "40", "40.0"),
    (12.5, "12.5", "12.5"),
    (0.1 + 0.2, "0.3", "0.3"),
    (-0.0, "0", "0.0"),
    (1e16, "1" + "0" * 16, "1" + "0" * 16 + ".0"),
]
ANGLES = [
    (0.5235987755982988, "0.5235987755982988", "0.5235987755982988"),
    (2.0, "2", "2.0"),
    (0.1 + 0.2, *["0.30000000000000004"] * 2),
]
BLANKS = ["", " ", "\n\t\t", "\r\n    "]
BETWEEN = [
    *BLANKS,
    "<!-- <xmin>1</xmin> -->\n",
    "\n<extra a='>'><xmin>9</xmin></extra>\n",
    "<?tool <xmin> ?>",
    "<note/>",
]
PART = f"<part><name>head</name>{BOX_TEXT}</part>"
NAMES = ["ship", "飞机", "a &amp; b", "<![CDATA[<bndbox>]]>", "\u0085\u2028"]


class Sample(Struct):
    """An object: its text around its box, the numbers of that as written, their new values, and the texts of these."""

    prefix: str
    before: str
    blanks: str
    after: str
    shape: Shape
    old: list[str]
    values: list[float]
    new: list[str]

    def text(self, numbers: list[str], blanks: str = "") -> bytes:
        names = [f"{self.prefix}{key}" for key in (self.shape.element, *self.shape.keys)]
        leaves = "".join(
            f'{self.blanks}<{name} unit=">">{blanks}{number}{blanks}</{name} >'
            for name, number in zip(names[1:], numbers, strict=True)
        )
        box = f"<{names[0]}>{leaves}{self.blanks}</{names[0]}>"
        tag = f"{self.prefix}object"
        return f"<{tag} id='1'>{self.before}{box}{self.after}</{tag}>".encode()


@st.composite
def samples(draw: Any, prefix: str = "") -> Sample:
    shape = draw(st.sampled_from([BOX, QUAD_FROM_0, QUAD_FROM_1, CORNERS, CENTER]))
    count = len(shape.keys)
    old = draw(st.lists(st.sampled_from(NUMBERS), min_size=count, max_size=count, unique=True))
    values, new = [], []
    for place, text in enumerate(old):
        is_integer = not set(text) & set(".eE")
        if shape is CENTER and place == 4:
            value, *texts = draw(st.sampled_from([(float(text), text, text), *ANGLES]))
        elif draw(st.booleans()):
            other = draw(st.sampled_from(old[:4] if shape is CENTER else old))
            value, texts = float(other), [other, other]
        else:
            value, *texts = draw(st.sampled_from(NEW))
        values.append(value)
        new.append(texts[0] if is_integer else texts[1])
    between = st.sampled_from(BETWEEN)
    name = draw(st.sampled_from(NAMES))
    again = "<bndbox><xmin>5</xmin></bndbox>" if shape.element == "bndbox" else PART
    parts = [draw(between), f"<name>{name}</name>", draw(between), draw(st.sampled_from([PART, ""])), draw(between)]
    rest = [draw(between), "<difficult>1</difficult>", draw(between), draw(st.sampled_from([again, PART, ""]))]
    before, after = (prefixed("".join(texts), prefix) for texts in (parts, rest))
    return Sample(prefix, before, draw(st.sampled_from(BLANKS)), after, shape, old, values, new)


def prefixed(text: str, prefix: str) -> str:
    """The text with a prefix at all names that it has."""
    for name in ("name", "difficult", "part", "bndbox", "xmin", "ymin", "xmax", "ymax", "extra", "note"):
        for opening in ("<", "</"):
            text = text.replace(f"{opening}{name}", f"{opening}{prefix}{name}")
    return text


class Document(Struct):
    """Objects with what stands before each of them, the white space around numbers, and the end of the text."""

    prefix: str
    objects: list[Sample]
    gaps: list[tuple[str, str]]
    blanks: str
    tail: str

    def text(self, new: bool = False, kept: Any = None) -> bytes:
        name = self.prefix + "annotation"
        parts = [f"<?xml version='1.0'?>\n<{name} xmlns:v='u'><filename>船.jpg</filename>".encode()]
        for index, (sample, (stuff, blanks)) in enumerate(zip(self.objects, self.gaps, strict=True)):
            parts.append(stuff.encode())
            if kept is None or kept[index]:
                parts += [blanks.encode(), sample.text(sample.new if new else sample.old, self.blanks)]
        return b"".join([*parts, f"{self.tail}</{name}>".encode()])

    def format(self) -> str:
        return self.objects[0].shape.format if self.objects else "voc"


@st.composite
def documents(draw: Any) -> Document:
    prefix = draw(st.sampled_from(["", "", "v:"]))
    objects = draw(st.lists(samples(prefix), max_size=5))
    # what stands between objects does not end with white space: that belongs to the object after it
    stuff = st.sampled_from(
        ["", "<segmented>0</segmented>", "\n\t<!-- <object> -->", "\r\ntext", "<![CDATA[ ]]>", "船"]
    )
    gaps = [(draw(stuff), draw(st.sampled_from(BLANKS))) for _ in objects]
    tail = draw(st.sampled_from(["", "\n", "\r\n", "\n<!-- end -->\n"]))
    return Document(prefix, objects, gaps, draw(st.sampled_from(BLANKS)), tail)


@settings(max_examples=300, deadline=None)
@given(sample=samples(), blanks=st.sampled_from([*BLANKS, "\u2003"]))
def test_exactly_the_meant_numbers_change(sample: Sample, blanks: str) -> None:
    text, expected = sample.text(sample.old, blanks), sample.text(sample.new, blanks)
    values = {FIELDS[sample.shape.table]: sample.values}
    edits = edit_record("annotation", text, values)
    assert edited(text, edits) == expected
    assert len(edits) == sum(old != new for old, new in zip(sample.old, sample.new, strict=True))
    assert {edit.field for edit in edits} <= values.keys()
    assert edit_record("annotation", expected, values) == []


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_a_file_has_the_new_values_and_all_others_as_before(document: Document) -> None:
    text = document.text()
    tables = read_content(text, document.format())
    position, parts = 0, []
    texts = records(text, tables)
    starts, ends = tables.annotations["start"].tolist(), tables.annotations["end"].tolist()
    for sample, record, start, end in zip(document.objects, texts, starts, ends, strict=True):
        edits = edit_record("annotation", record, {FIELDS[sample.shape.table]: sample.values})
        parts += [text[position:start], edited(record, edits)]
        position = end
    changed = b"".join([*parts, text[position:]])
    assert changed == document.text(new=True)
    root = ElementTree.fromstring(changed)
    assert sum(child.tag.endswith("object") for child in root) == len(document.objects)
    for row, new, sample in zip(seen(tables), seen(read_content(changed, document.format())), document.objects):
        values = np.array([float(text) for text in sample.new])
        assert np.allclose(values, sample.values, rtol=1e-15, atol=0)
        geometry = FIELDS[sample.shape.table]
        assert new[geometry][0][: len(values)] == [str(value) for value in values]
        assert {**row, geometry: None} == {**new, geometry: None}


@settings(max_examples=150, deadline=None)
@given(document=documents(), data=st.data())
def test_any_objects_can_be_removed(document: Document, data: Any) -> None:
    text = document.text()
    annotations = read_content(text, document.format()).annotations
    flags = [data.draw(st.booleans()) for _ in document.objects]
    spans = removed_spans(text, annotations["start"], annotations["end"], np.array(flags, np.bool_))
    expected = document.text(kept=[not flag for flag in flags])
    assert without(text, spans) == expected
    assert len(spans) == sum(flags)
    assert removed_spans(memoryview(text), annotations["start"], annotations["end"], np.array(flags, np.bool_)) == spans
    kept = [sample.text(sample.old, document.blanks) for sample, flag in zip(document.objects, flags) if not flag]
    assert records(expected, read_content(expected, document.format())) == kept


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_wrapped_objects_are_read_as_in_their_file(document: Document) -> None:
    text = document.text()
    tables = read_content(text, document.format())
    again = read_content(wrapped(records(text, tables)), document.format())
    assert seen(again) == seen(tables)
    assert again.files["problem"].at(0) == ""


def test_no_object_wrapped_is_a_document_without_any():
    tables = read_content(wrapped([]), "voc")
    assert not tables.files["is_unreadable"][0]
    assert len(tables.annotations) == 0


@pytest.mark.parametrize("module", [voc_edit, dior_edit, rolabelimg_edit])
def test_the_formats_share_their_edits(module):
    assert (module.edit_record, module.removed_spans, module.wrapped) == (edit_record, removed_spans, wrapped)


def test_a_swap_keeps_the_texts():
    record = b"<object><bndbox><xmin>30.10</xmin><ymin>1</ymin><xmax> 1e1 </xmax><ymax>2</ymax></bndbox></object>"
    swapped = edited(record, edit_record("annotation", record, {"box": (10.0, 1.0, 30.1, 2.0)}))
    assert swapped == record.replace(b"1e1", b"#").replace(b"30.10", b"1e1").replace(b"#", b"30.10")


def test_of_equal_texts_that_of_the_same_axis_is_taken():
    record = b"<object><bndbox><xmin>9</xmin><ymin>20</ymin><xmax>20.0</xmax><ymax>8</ymax></bndbox></object>"
    swapped = edited(record, edit_record("annotation", record, {"box": (20.0, 8.0, 9.0, 20.0)}))
    assert swapped == (
        b"<object><bndbox><xmin>20.0</xmin><ymin>8</ymin><xmax>9</xmax><ymax>20</ymax></bndbox></object>"
    )


def test_a_value_with_more_decimals_than_its_record_is_not_rounded_off():
    record = f"<object>{BOX_TEXT}</object>".encode()
    assert edited(record, edit_record("annotation", record, {"box": (10, 20, 30.125, 60)})) == record.replace(
        b"30.5", b"30.125"
    )


BOXED = (1.0, 2.0, 30.5, 60.0)


@pytest.mark.parametrize(
    ("written", "values", "changed"),
    [
        ("<xmin>&#49;0</xmin>", BOXED, None),
        ("<xmin>1<!-- 2 -->0</xmin>", BOXED, None),
        ("<xmin><!-- 2 -->10</xmin>", BOXED, None),
        ("<xmin>10<!-- 2 --></xmin>", BOXED, None),
        ("<xmin><![CDATA[10]]></xmin>", BOXED, None),
        ("<xmin>10<?x?></xmin>", BOXED, None),
        ("<xmin>ten</xmin>", BOXED, None),
        ("<xmin>1_0</xmin>", BOXED, None),
        ("<xmin/>", BOXED, None),
        ("<xmin></xmin>", BOXED, None),
        ("", BOXED, None),
        ("<xmin><x>10</x></xmin>", BOXED, None),
        ("<Xmin>10</Xmin>", BOXED, None),
        ("<v:xmin>10</v:xmin>", BOXED, None),
        # what is written in other words stays, and does not keep others from being edited
        ("<xmin><![CDATA[10]]></xmin>", (10.0, 1.0, 30.5, 60.0), "<xmin><![CDATA[10]]></xmin>"),
        ("<xmin>nan</xmin>", (1.0, 1.0, 30.5, 60.0), "<xmin>1</xmin>"),
        ("<xmin>10</xmin><xmin>7</xmin>", (1.0, 1.0, 30.5, 60.0), "<xmin>1</xmin><xmin>7</xmin>"),
        ("<xmin>10</xmin>", (float("nan"), 1.0, 30.5, 60.0), None),
        ("<xmin>10</xmin>", (10.0, float("inf"), 30.5, 60.0), None),
        ("<xmin>inf</xmin>", (float("inf"), 1.0, 30.5, 60.0), "<xmin>inf</xmin>"),
        ("<xmin>10</xmin>", (10.0, 1.0, 30.5), None),
    ],
)
def test_a_box_is_edited_whole_or_not_at_all(written, values, changed):
    record = f"<object>{BOX_TEXT}</object>".replace("<xmin>10</xmin>", written)
    expected = record if changed is None else record.replace(written, changed).replace("<ymin>20<", "<ymin>1<")
    assert edited(record.encode(), edit_record("annotation", record.encode(), {"box": values})) == expected.encode()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("annotation", {"area": 5.0, "difficult": 0, "iscrowd": 0, "id": 3, "numbers": True}),
        ("annotation", {"quad": (1.0,) * 8}),
        ("annotation", {"rotated": (1.0,) * 5}),
        ("annotation", {}),
        ("image", {"box": BOXED}),
        ("file", {"header_lines": 0, "box": BOXED}),
    ],
)
def test_nothing_else_is_edited(table, values):
    assert edit_record(table, f"<object>{BOX_TEXT}</object>".encode(), values) == []


def test_of_two_quads_neither_is_edited():
    corners = element("bndbox", list(QUAD_FROM_1.keys), [*range(8)])
    record = f"<object>{ROBNDBOX}{corners}</object>".encode()
    assert edit_record("annotation", record, {"quad": [*range(1, 9)]}) == []


def test_two_boxes_of_one_object_are_edited_in_order():
    record = f"<object>{ROTATED}{BOX_TEXT}</object>".encode()
    values = {"box": BOXED, "rotated": (100.0, 50.0, 30.0, 10.0, 1.5)}
    edits = edit_record("annotation", record, values)
    assert [edit.field for edit in edits] == ["rotated", "box", "box"]
    assert edited(record, edits) == record.replace(b">0.5<", b">1.5<").replace(
        b"<xmin>10</xmin><ymin>20<", b"<xmin>1</xmin><ymin>2<"
    )


SEED = f"<object><name>飞</name>{BOX_TEXT}{PART}{element('robndbox', CORNER_NAMES, [*range(8)])}</object>".encode()
TOKENS = [
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff",
    b"<bndbox/>",
    b"<!DOCTYPE a [<!ENTITY b '1'>]>",
]


@settings(max_examples=300, deadline=None)
@given(
    cuts=st.lists(
        st.tuples(
            st.integers(0, len(SEED)), st.integers(0, 12), st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4))
        ),
        max_size=4,
    )
)
def test_odd_records_are_left_alone(cuts):
    text = SEED
    for place, length, token in cuts:
        text = text[:place] + token + text[place + length :]
    values = {"box": BOXED, "quad": [*range(1, 9)], "rotated": (1.0,) * 5}
    edits = edit_record("annotation", text, values)
    changed = edited(text, edits)
    assert edit_record("annotation", changed, values) == []
    for edit in edits:
        float(text[edit.start : edit.end])
    wrapped([text])


@given(st.binary(max_size=60))
def test_any_bytes_are_left_alone(data):
    assert edit_record("annotation", data, {"box": BOXED}) == []


def test_real_objects_are_found_again_where_they_are(real_data):
    count = 0
    for path in sorted(real_data.rglob("*.xml"))[::20]:
        text = path.read_bytes()
        tables = read_content(text, "voc")
        if not text.isascii() or tables.files["is_unreadable"][0]:
            continue
        again = read_content(wrapped(records(text, tables)), "voc")
        assert seen(again) == seen(tables), path
        for index, row in enumerate(tables.boxes["annotation"].tolist()):
            corners = [float(tables.boxes[name][index]) for name in ("x_min", "y_min", "x_max", "y_max")]
            record = records(text, tables)[row]
            assert edit_record("annotation", record, {"box": corners}) == []
            moved = [corner + 1 for corner in corners]
            changed = edited(record, edit_record("annotation", record, {"box": moved}))
            boxes = read_content(wrapped([changed]), "voc").boxes
            found = [float(boxes[name][0]) for name in ("x_min", "y_min", "x_max", "y_max")]
            assert found == pytest.approx(moved, rel=1e-12), path
            count += 1
    assert count > 100
