"""Files that are read together give what each gives that is read by itself, whatever is in them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.dota import read as dota
from boxlint.formats.dota.together import read_lines
from boxlint.formats.voc.objects import read_alone
from boxlint.formats.voc.templates import Templates, read_object
from boxlint.formats.voc.together import read_documents
from boxlint.rows.gathered import Rows
from boxlint.rows.row import FileRow
from boxlint.rows.small_files import read_small_files
from boxlint.tables import Tables
from boxlint.text.number_lists import read_numbers
from boxlint.text.numbers import parse_number
from boxlint.workers import Workers
from tests.table_checks import assert_same_tables
from tests.xml_samples import BOX, HEAD, ROBNDBOX, ROTATED, voc

NUMBERS = ["1", "-2.5", "0.1", "00", "-0", "-0.0", "1.", ".5", "+3", "1e5", "1e999", "9" * 25, "1e-400", "2.5E-3"]
NO_NUMBERS = ["nan", "-inf", "1_0", "", " ", "--1", "1,2", "0x1", "ten", "٣", "1 2", "[1]", "true", "1e", "1.2.3"]
NASTY = [
    *NUMBERS,
    *NO_NUMBERS,
    *("&amp;", "&#65;", "&", "<!-- c -->", "<!-- <object> -->", "<![CDATA[1]]>", "]]>", "<", ">", "'", '"', "/", "#1"),
    *("<object>", "</object>", "<object/>", "<object >", "</object >", "<object id='1'>", "<objects>", "<x:object>"),
    *("<name>", "</name>", "<name/>", "<name>b</name>", "<bndbox/>", "<bndbox>", "</bndbox>", "<xmin>3</xmin>", BOX),
    *("<!-- boxlint: ignore[BX1] -->", "<!--boxlint: ignore[BX2, x] é-->", "<!-- boxlint: BX1 -->", "<!-- boxlint -->"),
    *(
        "<annotation>",
        "</annotation>",
        "<part>",
        "</part>",
        "<a b='1' b='2'/>",
        '<a b="\'">x</a>',
        "<1/>",
        "<é>",
        "< a>",
    ),
    *(
        "<?xml version='1.0' encoding='latin-1'?>",
        "<?xml?>",
        "<?pi x?>",
        "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    ),
    *(
        "\r",
        "\r\n",
        "\n",
        "\t",
        "\f",
        "\x1c",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "é",
        "飞机",
        "😀",
    ),
    *(
        "<size/>",
        "<size><width>3</width></size>",
        "<filename> b </filename>",
        "<filename/>",
        "<difficult>1</difficult>",
    ),
]
OBJECTS = st.builds(
    "{}<name>{}</name>\r\n<pose/>{}{}".format,
    st.sampled_from(["", "<difficult>0</difficult>", "<difficult>x</difficult>", "<difficult/>"]),
    st.sampled_from(["ship", "飞机", "3", "", " a\r\nb\rc "]),
    st.sampled_from([BOX, ROBNDBOX, ROTATED, BOX + ROBNDBOX, BOX.replace("bndbox", "b")]),
    st.sampled_from(["", BOX, "<part>head</part>"]),
)
HEADS = st.sampled_from([HEAD, "", "<folder>\n</folder>" + HEAD, f"<source><name>x</name></source>{HEAD}"])
PROLOGUES = st.sampled_from(["", "<?xml version='1.0'?>\n", "\n", '<?xml version="1.0" encoding="utf-8"?>'])
PLAIN_XML = st.builds(
    lambda prologue, head, objects: prologue + voc(*objects, head=head), PROLOGUES, HEADS, st.lists(OBJECTS, max_size=3)
)


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str], pieces: Sequence[str]) -> str:
    """A text in which some spans are other pieces."""
    text = draw(texts)
    for piece in draw(st.lists(st.sampled_from(pieces), max_size=3)):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + piece + text[start + draw(st.integers(0, 12)) :]
    return text


def in_memory(texts: Sequence[str | bytes], format: str) -> list[SourceFile]:
    return [
        SourceFile("nowhere", f"labels/{number}.x", format, text if isinstance(text, bytes) else text.encode())
        for number, text in enumerate(texts)
    ]


def read_each_alone(files: Sequence[SourceFile]) -> Tables:
    alone = dota._read_alone if files[0].format == "dota" else read_alone

    def together(group, files, rows):
        for file, content in group:
            alone(file, content, files[file], rows)

    return read_small_files(files, ReadOptions(), together, alone)


@settings(max_examples=400, deadline=None)
@given(st.lists(damaged(PLAIN_XML, NASTY), min_size=1, max_size=4), st.sampled_from(["voc", "dior", "rolabelimg"]))
@example([voc(f"<name>a</name>{BOX}").replace("<annotation", "<1annotation", 1)], "voc")
def test_documents_read_together_are_what_expat_reads(texts: list[str], format: str) -> None:
    files = in_memory(texts, format)
    assert_same_tables(read_files(files, ReadOptions()), read_each_alone(files))


LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["1 2 3 4 5 6 7 8 ", "1.5 -2 3.25 0.1 5 6 7 8 ", "-0 2 3 4 5 6 7 8\t", " 1 2 3 4 5 6 7 8 "]),
    st.sampled_from(["ship", "large-vehicle", "storage tank", "a飞机", "飞机", "nan", "3", "7up"]),
    st.sampled_from([" 0", " 2", "", " 10", " x", "  0", " 0 ", " 0 0"]),
)
ODD_LINES = st.sampled_from(
    ["", " ", "gsd:0.1", "imagesource:GoogleEarth", "gsd:null x 1 2 3 4 5 6 7", "ship", "1 2 3 ship"]
)
PLAIN_DOTA = st.builds(
    lambda end, lines, last: end.join([*lines, last]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(LINES | ODD_LINES, max_size=6),
    LINES | ODD_LINES,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(damaged(PLAIN_DOTA, NASTY), min_size=1, max_size=4))
def test_lines_read_together_are_what_each_is_alone(texts: list[str]) -> None:
    files = in_memory(texts, "dota")
    assert_same_tables(read_files(files, ReadOptions()), read_each_alone(files))


@pytest.mark.parametrize("format", ["dota", "voc"])
@settings(max_examples=200, deadline=None)
@given(contents=st.lists(st.binary(max_size=60), min_size=1, max_size=4))
def test_any_bytes_read_together_are_what_they_are_alone(format: str, contents: list[bytes]) -> None:
    files = in_memory(contents, format)
    assert_same_tables(read_files(files, ReadOptions()), read_each_alone(files))


@pytest.mark.parametrize("box", [BOX, ROBNDBOX, ROTATED])
def test_plain_documents_are_all_read_together(box: str) -> None:
    """Otherwise the roads would be compared with themselves."""
    text = voc(f"<name>ship</name><pose/>{box}", f"<name>飞机</name><difficult>1</difficult>{box}").encode()
    rows = Rows([FileRow(), FileRow()])
    assert list(read_documents([(0, text), (1, text)], rows)) == []
    assert rows.count == 4


def test_plain_lines_are_all_read_together() -> None:
    rows = Rows([FileRow(), FileRow()])
    text = b"gsd:1\r\n1 2.5 -3 4 5 6 7 8 large-vehicle 0\r\n1 2 3 4 5 6 7 8 ship 1"
    assert list(read_lines([(0, text), (1, text)], rows)) == []
    assert rows.count == 4


def test_kept_templates_are_bounded() -> None:
    templates = Templates(read_object)
    for number in range(5000):
        assert templates[b"<a%d></a%d></object>" % (number, number)] is None
    assert len(templates) <= 2000


@given(st.lists(st.sampled_from([*NUMBERS, *NO_NUMBERS]) | st.floats().map(repr), min_size=1), st.sampled_from("<;"))
@example([""], ";")
def test_numbers_read_at_once_are_what_float_reads(texts: list[str], separator: str) -> None:
    values, are_numbers = read_numbers(separator.join(texts).encode(), separator.encode())
    expected = [parse_number(text) if text.isascii() else None for text in texts]
    assert are_numbers.tolist() == [number is not None for number in expected]
    written = np.array([number for number in expected if number is not None])
    assert values[are_numbers].tobytes() == written.tobytes()


def test_workers_give_the_same(tmp_path, monkeypatch) -> None:
    """Files in worker processes, those that cannot be read included, and progress is told."""
    monkeypatch.setattr("boxlint.rows.small_files._SHARED_FROM", 1)
    monkeypatch.setattr("boxlint.rows.small_files._BATCH", 2)
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(f"1 2 3 4 5 6 7 {number} class{number % 3} 0\n" * number)
    files = [SourceFile(str(tmp_path / f"{number}.txt"), f"labels/{number}.txt", "dota") for number in range(9)]
    told: list[int] = []
    with Workers(2) as workers:
        shared = read_files(files, ReadOptions(workers=workers, progress=told.append))
    assert_same_tables(shared, read_each_alone(files))
    assert sum(told) == 9
    assert shared.files["is_unreadable"].tolist() == [False] * 7 + [True] * 2


@pytest.mark.skipif("BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder")
@pytest.mark.parametrize("suffix", ["xml", "txt"])
def test_real_files_read_together_are_what_they_are_alone(suffix: str) -> None:
    formats: dict[str, list[SourceFile]] = {}
    for path in sorted(Path(os.environ["BOXLINT_REAL_DATA"]).rglob(f"*.{suffix}")):
        found = detect(path)
        if found is not None and found.name in ("dior", "dota", "rolabelimg", "voc"):
            formats.setdefault(found.name, []).append(SourceFile(str(path), str(path), found.name))
    assert formats
    for files in formats.values():
        assert_same_tables(read_small_files_of(files), read_each_alone(files))


def read_small_files_of(files: Sequence[SourceFile]) -> Tables:
    """All files as one set, whatever folders they are in."""
    from importlib import import_module

    tables: Tables = import_module(f"boxlint.formats.{files[0].format}.read").read(files, ReadOptions())
    return tables
