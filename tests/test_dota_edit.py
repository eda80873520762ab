"""Edits of DOTA text: exactly the fields that are meant, header lines, and whole lines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats.dota.edit import edit_record, removed_spans, wrapped
from tests.edited_texts import assert_lines_are_cut, edited, read_content, records, seen, without

LINE = "674 375 683 375 684 394 675 395 small-vehicle 0"
NUMBERS = ["10", "1.10", "1e2", "-3", "7.50", "0.25", "+8", "200.0", ".5", "6.", "1E-1", "12", "13.375"]
NEW = [(40.0, "40", "40.0"), (12.5, "12.5", "12.5"), (0.1 + 0.2, "0.3", "0.3"), (0.0, "0", "0.0")]
NAMES = ["ship", "storage tank", "飞机", "a\u0085b", "large  vehicle", "été", "3", "x:"]
SEPARATORS = [" ", "  ", "\t"]
ENDS = ["\n", "\r\n", "\r"]
HEADERS = ["imagesource:GoogleEarth", "gsd:0.1", "acquisition dates:2016-05-04"]


@st.composite
def lines(draw: Any) -> tuple[str, list[float], str]:
    """A line, new coordinates, and the line with them."""
    old = draw(st.lists(st.sampled_from(NUMBERS), min_size=8, max_size=8, unique=True))
    values, new = [], []
    for text in old:
        if draw(st.booleans()):
            other = draw(st.sampled_from(old))
            value, texts = float(other), [other, other]
        else:
            value, *texts = draw(st.sampled_from(NEW))
        values.append(value)
        new.append(texts[bool(set(text) & set(".eE"))])
    separators = [draw(st.sampled_from(SEPARATORS)) for _ in range(9)]
    label = separators[8] + draw(st.sampled_from(NAMES)) + draw(st.sampled_from(["", " 0", "\t1", " 2  "]))
    lead = draw(st.sampled_from(["", " ", "\t"]))
    before, after = (
        lead + "".join(text + blank for text, blank in zip(texts, [*separators[:7], ""])) + label
        for texts in (old, new)
    )
    return before, values, after


@st.composite
def files(draw: Any) -> bytes:
    """A file of header lines, objects, odd and blank lines."""
    before = draw(st.lists(st.sampled_from([*HEADERS, "", "  "]), max_size=3))
    rows = st.one_of(lines().map(lambda line: line[0]), st.sampled_from(["gsd: 1", "hello", "", " ", LINE]))
    ended = [text + draw(st.sampled_from(ENDS)) for text in [*before, *draw(st.lists(rows, max_size=5))]]
    if ended and draw(st.booleans()):
        ended[-1] = ended[-1].rstrip("\r\n")
    return "".join(ended).encode()


@settings(max_examples=300, deadline=None)
@given(line=lines())
def test_exactly_the_meant_coordinates_change(line: tuple[str, list[float], str]) -> None:
    before, values, after = line
    edits = edit_record("annotation", before.encode(), {"quad": values})
    assert edited(before.encode(), edits) == after.encode()
    assert [edit.field for edit in edits] == ["quad"] * len(edits)
    assert edit_record("annotation", after.encode(), {"quad": values}) == []
    tables = read_content(after.encode(), "dota")
    names = [f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"]
    assert [float(tables.quads[name][0]) for name in names] == pytest.approx(values, rel=1e-15)
    [old], [new] = seen(read_content(before.encode(), "dota")), seen(tables)
    assert {**old, "quad": None} == {**new, "quad": None}


@settings(max_examples=200, deadline=None)
@given(line=lines())
def test_an_absent_difficulty_is_appended(line: tuple[str, list[float], str]) -> None:
    text = line[0].encode()
    edits = edit_record("annotation", text, {"difficult": 0})
    [old], [new] = (seen(read_content(part, "dota")) for part in (text, edited(text, edits)))
    if old["difficulty_is_missing"] == "True" and "\u0085" not in line[0]:
        assert [(edit.start, edit.end, edit.field) for edit in edits] == [(len(text), len(text), "difficult")]
        assert (new["difficult"], new["difficulty_is_missing"]) == ("0.0", "False")
        changed = ("difficult", "difficulty_is_missing")
        assert all(new[name] == old[name] for name in old if name not in changed)
        assert edit_record("annotation", edited(text, edits), {"difficult": 0}) == []
    else:
        assert edits == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 2 3 4 5 6 7 8 ship", "1 2 3 4 5 6 7 8 ship 0"),
        ("1 2 3 4 5 6 7 8 ship \t", "1 2 3 4 5 6 7 8 ship 0 \t"),
        ("1\t2\t3\t4\t5\t6\t7\t8\tstorage tank", "1\t2\t3\t4\t5\t6\t7\t8\tstorage tank\t0"),
        ("1  2  3  4  5  6  7  8  ship", "1  2  3  4  5  6  7  8  ship  0"),
        ("1 2 3 4 5 6 7 8\x0cship", "1 2 3 4 5 6 7 8\x0cship 0"),
        ("1 2 3 4 5 6 7 8 飞机", "1 2 3 4 5 6 7 8 飞机 0"),
        ("1 2 3 4 5 6 7 8 3", "1 2 3 4 5 6 7 8 3 0"),
        ("1 2 3 4 5 6 7 ship", "1 2 3 4 5 6 7 ship 0"),
        ("1 2 3 abc 5 6 7 8 ship", "1 2 3 abc 5 6 7 8 ship 0"),
        ("1 2 3 4 5 6 7 8 ship\u00a0", "1 2 3 4 5 6 7 8 ship 0\u00a0"),
        ("1 2 3 4 5 6 7 8 ship 2", None),
        ("1 2 3 4 5 6 7 8 ship 0", None),
        # with a difficulty, the category would be read as another
        ("1 2 3 4 5 6 7 8", None),
        ("1 2 3 abc 5 6 7 8", None),
        ("1 2 3 4 5 6 7 8 a\u2028b", None),
        ("1 2 3 4 5 8px car", None),
        ("hello", None),
        ("", None),
    ],
)
def test_where_the_difficulty_goes(line, expected):
    text = line.encode()
    assert edited(text, edit_record("annotation", text, {"difficult": 0})) == (expected or line).encode()


def test_coordinates_and_difficulty_at_once():
    edits = edit_record("annotation", b"1 2 3 4 5 6 7 8 a", {"difficult": 0, "quad": [1, 2, 3, 9, 5, 6, 7, 2]})
    assert edited(b"1 2 3 4 5 6 7 8 a", edits) == b"1 2 3 9 5 6 7 2 a 0"


@pytest.mark.parametrize(
    "line",
    ["1 2 3 4 5 6 7 ship 0", "1 2 3 x 5 6 7 8 ship 0", "1 2 3 4 5 6 7 8 9 ship 0", "1_0 2 3 4 5 6 7 8 ship 0", "a", ""],
)
def test_lines_without_eight_numbers_are_left_alone(line):
    assert edit_record("annotation", line.encode(), {"quad": [9] * 8}) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([float("nan"), *[9] * 7], LINE),
        ([float("inf"), *[9] * 7], LINE),
        ([9] * 4, LINE),
        ([675, 395, 684, 394, 683, 375, 674, 375], "675 395 684 394 683 375 674 375 small-vehicle 0"),
    ],
)
def test_all_coordinates_are_edited_or_none(values, expected):
    edits = edit_record("annotation", LINE.encode(), {"quad": values})
    assert edited(LINE.encode(), edits) == expected.encode()


def test_not_finite_coordinates_and_digits_of_other_scripts_are_numbers():
    text = "nan 1 １２ 4 inf 6 7 8 a 0".encode()
    edits = edit_record("annotation", text, {"quad": [2.5, 1, 3, 12, float("inf"), 6, 7, 8]})
    assert edited(text, edits) == "2.5 1 3 １２ inf 6 7 8 a 0".encode()


def test_nothing_else_is_edited():
    values = {"box": [1] * 4, "rotated": [1] * 5, "area": 1, "iscrowd": 0, "id": 1}
    assert edit_record("annotation", LINE.encode(), values) == []
    assert edit_record("image", LINE.encode(), {"quad": [1] * 8, "header_lines": 0}) == []
    assert edit_record("annotation", b"gsd:1", {"header_lines": 0}) == []
    assert edit_record("file", b"gsd:1\n", {"header_lines": 2}) == edit_record("file", b"gsd:1\n", {}) == []


@settings(max_examples=200, deadline=None)
@given(content=files())
def test_header_lines_go_with_their_ends(content: bytes) -> None:
    tables = read_content(content, "dota")
    cut = edited(content, edit_record("file", content, {"header_lines": 0}))
    first = int(tables.annotations["start"][0]) if len(tables.annotations) else len(content)
    blank = [line for line in content[:first].splitlines(keepends=True) if not line.strip()]
    assert cut == b"".join(blank) + content[first:]
    again = read_content(cut, "dota")
    assert again.files["header_lines"][0] == 0
    assert records(cut, again) == records(content, tables)
    assert edit_record("file", cut, {"header_lines": 0}) == []


@settings(max_examples=300, deadline=None)
@given(content=files(), data=st.data())
def test_any_lines_can_be_removed(content: bytes, data: Any) -> None:
    annotations = read_content(content, "dota").annotations
    starts, ends = annotations["start"], annotations["end"]
    flags = np.array([data.draw(st.booleans()) for _ in range(len(starts))], np.bool_)
    spans = removed_spans(content, starts, ends, flags)
    assert len(spans) == flags.sum()
    assert_lines_are_cut(content, spans, starts[flags].tolist())


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("content", "removed", "expected"),
    [
        ("a|b|c|", [0, 1, 0], "a|c|"),
        ("a|b|c|", [0, 1, 1], "a|"),
        ("a|b|c|", [1, 1, 1], ""),
        ("a|b|c", [0, 1, 0], "a|c"),
        ("a|b|c", [0, 0, 1], "a|b"),
        ("a|b|c", [0, 1, 1], "a"),
        ("a|b|c", [1, 0, 1], "b"),
        ("a|b|c", [1, 1, 1], ""),
        ("||a|||b||", [0, 1], "||a||||"),
        ("||a|||b||", [1, 0], "||||b||"),
        ("a| |b", [0, 1], "a| "),
        ("a||b", [0, 1], "a|"),
        ("a|b||c", [0, 1, 1], "a|"),
        ("a|b| ", [0, 1], "a| "),
        ("h|a", [1], "h"),
        ("a", [1], ""),
    ],
)
def test_line_ends_of_removed_lines(end, content, removed, expected):
    texts = {"a": LINE, "b": LINE.replace("0", "飞"), "c": "1 2 3", "h": "gsd:1", "|": end}

    def written(pattern: str) -> bytes:
        return "".join(texts.get(letter, letter) for letter in pattern).encode()

    annotations = read_content(written(content), "dota").annotations
    flags = np.array(removed, np.bool_)
    spans = removed_spans(memoryview(written(content)), annotations["start"], annotations["end"], flags)
    assert without(written(content), spans) == written(expected)


@settings(max_examples=200, deadline=None)
@given(content=files())
def test_wrapped_lines_are_read_as_in_their_file(content: bytes) -> None:
    tables = read_content(content, "dota")
    texts = records(content, tables)
    assert seen(read_content(wrapped(texts), "dota")) == seen(tables)
    assert seen(read_content(wrapped(texts[-1:]), "dota")) == [{**row, "index": "0"} for row in seen(tables)[-1:]]


@pytest.mark.parametrize(
    "line",
    [
        "x: 1 2 3 4 5 6 7 ship 0",
        "gsd:0.1",
        "\ufeff1 2 3 4 5 6 7 8 ship 0",
        "version https://git-lfs.github.com/spec/v1",
        "1\0 2",
    ],
)
def test_a_line_that_means_something_else_at_the_start_is_an_object_when_wrapped(line):
    content = f"{LINE}\n{line}\n".encode()
    tables = read_content(content, "dota")
    again = seen(read_content(wrapped(records(content, tables)[1:]), "dota"))
    assert again == [{**row, "index": "0"} for row in seen(tables)[1:]]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=40).map(str.encode)))
def test_odd_records_are_left_alone(data):
    record = data.replace(b"\n", b"").replace(b"\r", b"")
    values = {"quad": [9.5] * 8, "difficult": 0}
    changed = edited(record, edit_record("annotation", record, values))
    assert edit_record("annotation", changed, values) == []
    wrapped([record])


def test_a_name_that_is_cut_off_inside_a_character():
    record = "1 2 3 4 5 6 7 8 飞机".encode()[:-1]
    edits = edit_record("annotation", record, {"quad": [8, 2, 3, 4, 5, 6, 7, 1], "difficult": 0})
    assert edited(record, edits) == record.replace(b"1 ", b"8 ").replace(b" 8 \xe9", b" 1 \xe9") + b" 0"


def test_real_lines_are_found_again_where_they_are(real_data):
    from boxlint.formats import detect

    count = 0
    for path in sorted(real_data.rglob("*.txt")):
        found = detect(path)
        if found is None or found.name != "dota":
            continue
        content = path.read_bytes()
        tables = read_content(content, "dota")
        texts = records(content, tables)
        assert seen(read_content(wrapped(texts), "dota")) == seen(tables)
        names = [f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"]
        for index, row in enumerate(tables.quads["annotation"].tolist()):
            quad = [float(tables.quads[name][index]) for name in names]
            assert edit_record("annotation", texts[row], {"quad": quad}) == []
            turned = quad[2:] + quad[:2]
            changed = edited(texts[row], edit_record("annotation", texts[row], {"quad": turned}))
            fields = texts[row].split()
            assert [float(text) for text in changed.split()[:8]] == turned
            assert changed.split()[8:] == fields[8:]
            count += 1
    assert count > 100
