from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats.registry import pointer
from boxlint.text import source as text_module
from boxlint.text.locate import locate


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "gb18030"])
def test_places_of_records(tmp_path, encoding):
    lines = ["飞机飞机 a", "b 飞机", "", "end"]
    text = "\r\n".join(lines)
    path = tmp_path / "a.txt"
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    raw = mark + text.encode(encoding)
    path.write_bytes(raw)
    utf8 = text.encode()
    starts = [utf8.index(b"end"), utf8.index(b"b "), 0, -1, utf8.index(b" a") + 1]
    ends = [len(utf8), utf8.index(b"b ") + 1, -1, -1, len(utf8) + 50]
    places = locate(path, encoding, starts, ends)
    assert [place[:2] for place in places] == [(4, 1), (2, 1), (1, 1), (None, None), (1, 6)]
    plain = encoding.removesuffix("-sig")
    assert raw[places[0][2] : places[0][3]].decode(plain) == "end"
    assert raw[places[1][2] : places[1][3]].decode(plain) == "b"
    assert places[2][3] is None
    assert places[3] == (None, None, None, None)
    assert places[4][3] == len(raw)


@settings(max_examples=200, deadline=None)
@given(text=st.text("ab\né飞𝄞", max_size=80), block=st.integers(1, 9))
def test_lines_and_columns_agree_with_a_plain_count(tmp_path_factory, text, block):
    path = tmp_path_factory.getbasetemp() / "counted.txt"
    path.write_bytes(text.encode())
    offsets, expected = [], []
    for place in range(len(text) + 1):
        before = text[:place]
        offsets.append(len(before.encode()))
        expected.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "_BLOCK", block)
        places = locate(path, "utf-8", offsets[::-1], [-1] * len(offsets))
    assert [place[:2] for place in places] == expected[::-1]


def test_vanished_file_has_no_places(tmp_path):
    assert locate(tmp_path / "gone.json", "utf-8", [3, -1], [4, -1]) == [(None,) * 4] * 2


@pytest.mark.parametrize(
    ("format", "table", "index", "expected"),
    [
        ("coco", "annotation", 17, "/annotations/17"),
        ("coco", "image", 3, "/images/3"),
        ("coco", "category", 0, "/categories/0"),
        ("coco", "file", 0, None),
        ("voc", "annotation", 2, "/annotation/object[3]"),
        ("dior", "annotation", 0, "/annotation/object[1]"),
        ("rolabelimg", "image", 0, "/annotation"),
        ("voc", "category", 0, None),
        ("dota", "annotation", 4, None),
        ("coco", "annotation", -1, None),
    ],
)
def test_pointers(format, table, index, expected):
    assert pointer(format, table, index) == expected
