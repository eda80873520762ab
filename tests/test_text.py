from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boxlint.text import source as text_module
from boxlint.text.source import decode_head, decode_source, file_offsets, read_source

GBK = "<annotation><filename>飞机.jpg</filename></annotation>"
KOREAN = "<annotation><filename>비행기.jpg</filename></annotation>"


@pytest.mark.parametrize(
    ("raw", "encoding", "is_unusual", "expected"),
    [
        (b"plain", "utf-8", False, "plain"),
        (b"", "utf-8", False, ""),
        (KOREAN.encode(), "utf-8", False, KOREAN),
        (codecs.BOM_UTF8 + KOREAN.encode(), "utf-8-sig", True, KOREAN),
        (codecs.BOM_UTF16_LE + KOREAN.encode("utf-16-le"), "utf-16-le", True, KOREAN),
        (codecs.BOM_UTF16_BE + KOREAN.encode("utf-16-be"), "utf-16-be", True, KOREAN),
        (codecs.BOM_UTF32_LE + KOREAN.encode("utf-32-le"), "utf-32-le", True, KOREAN),
        ('{"a": "é"}'.encode("utf-16-le"), "utf-16-le", True, '{"a": "é"}'),
        ('{"a": "é"}'.encode("utf-16-be"), "utf-16-be", True, '{"a": "é"}'),
        (GBK.encode("gbk"), "gb18030", True, GBK),
        (b"caf\xe9 1 2", "latin-1", True, "café 1 2"),
        (b'<?xml version="1.0" encoding="GBK"?>' + GBK.encode("gbk"), "gbk", False, None),
        (b'<?xml version="1.0" encoding="windows-1252"?><a>\x80</a>', "cp1252", False, None),
        # the declaration is wrong, the bytes are UTF-8
        ('<?xml version="1.0" encoding="gb2312"?><a>飞</a>'.encode(), "utf-8", False, None),
        (b'<?xml version="1.0" encoding="utf-16"?><a>\xb7\xc9</a>', "gb18030", True, None),
        (b'<?xml version="1.0" encoding="no-such-codec"?><a>\xb7\xc9</a>', "gb18030", True, None),
        # UTF-8 cut off within a character is still UTF-8, but one lone byte is no evidence
        ("비행기".encode()[:-1], "utf-8", False, None),
    ],
)
def test_encoding_is_told(raw, encoding, is_unusual, expected):
    source = decode_source(raw)
    assert (source.encoding, source.is_unusual) == (encoding, is_unusual)
    if expected is not None:
        assert bytes(source.data).decode() == expected


def test_declared_encoding_comes_before_gb18030():
    raw = "ship é 0".encode("cp1252")
    assert decode_source(raw, "cp1252").encoding == "cp1252"
    assert bytes(decode_source(raw, "cp1252").data).decode() == "ship é 0"
    assert not decode_source(raw, "cp1252").is_unusual
    assert decode_source(raw).is_unusual


@settings(max_examples=200)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "gb18030", "latin-1"]),
)
def test_offsets_lead_back_to_the_files_own_bytes(text, codec):
    assume(not text.startswith("\0"))  # after the mark of UTF-16, it makes that of UTF-32
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    raw = marks.get(codec, b"") + text.encode(codec, "replace")
    source = decode_source(raw)
    assume(source.encoding != "utf-8" or codec == "utf-8")  # the other way round, a text may look like UTF-8 cut off
    decoded = bytes(source.data).decode()
    marked = source.mark
    edges = [0]
    for character in decoded:
        edges.append(edges[-1] + len(character.encode()))
    plain = "utf-8" if source.encoding == "utf-8-sig" else source.encoding
    expected = [marked + len(decoded[:place].encode(plain, "replace")) for place in range(len(edges))]
    assert file_offsets(source, edges[::-1]) == expected[::-1]
    assert expected[-1] == len(raw)
    assert file_offsets(source, [-1]) == [-1]


@settings(max_examples=300)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_and_every_character_has_its_place(raw):
    source = decode_source(raw)
    if source.encoding == "utf-8" and not bytes(source.data).isascii():
        return  # may end within a character
    assert bytes(source.data).decode("utf-8", "replace") is not None
    end = file_offsets(source, [len(source.data)])[0]
    # a half code unit at the very end of UTF-16 is the only thing that is left out
    assert 0 <= len(raw) - end < (4 if source.encoding.startswith("utf-") else 1)
    decode_head(raw)


def test_unpaired_surrogate_keeps_the_offsets():
    raw = codecs.BOM_UTF16_LE + b"a\0" + b"\x00\xd8" + b"b\0"
    source = decode_source(raw)
    assert bytes(source.data) == b"a?b"
    assert raw[file_offsets(source, [2])[0]] == ord("b")


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("is_wide", [False, True])
def test_large_files_are_mapped(tmp_path, monkeypatch, mark, is_wide):
    monkeypatch.setattr(text_module, "HEAD_SIZE", 16)
    monkeypatch.setattr(text_module, "_MAPPED_FROM", 64)
    monkeypatch.setattr(text_module, "_BLOCK", 7)
    content = ("é비" if is_wide else "ab").encode() * 50
    path = tmp_path / "large.json"
    path.write_bytes(mark + content)
    source = read_source(path)
    assert not isinstance(source.data, bytes)
    assert bytes(source.data) == content
    assert source.mark == len(mark)


def test_large_file_of_another_encoding(tmp_path, monkeypatch):
    monkeypatch.setattr(text_module, "_MAPPED_FROM", 64)
    path = tmp_path / "large.xml"
    path.write_bytes(("<a>" + "飞机" * 40 + "</a>").encode("gbk"))
    source = read_source(path)
    assert source.encoding == "gb18030"
    assert bytes(source.data).decode() == "<a>" + "飞机" * 40 + "</a>"


def test_missing_file_raises_oserror(tmp_path: Path):
    with pytest.raises(OSError, match="no-such"):
        read_source(tmp_path / "no-such.xml")
