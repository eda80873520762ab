"""CSV text is parted into records and fields as the `csv` module parts it, with places; a stray quote costs a line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats import csv_records
from boxlint.formats.csv_numbers import has_decimal_comma, parse_field
from boxlint.formats.csv_records import blocks, split_record

FIELDS = st.text(st.sampled_from('ab1 ,;\t"\r\né'), max_size=6)
ROWS = st.lists(st.lists(FIELDS, min_size=2, max_size=4).filter(any), max_size=8)


def parted(text: bytes, separator: bytes) -> list[list[str]]:
    found = [block.record(row) for block in blocks(text, separator) for row in range(len(block.starts))]
    return [[field.text for field in split_record(record, separator)] for record in found]


@pytest.mark.parametrize("block", [1, 7, 1 << 22])
@given(ROWS, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_records_are_those_of_the_csv_module(block, rows, separator, line_end):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator=line_end).writerows(rows)
    text = file.getvalue()
    expected = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    expected = [row for row in expected if separator.join(row).strip() or len(row) > 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "_BLOCK", block)
        found = parted(text.encode(), separator.encode())
    # white space alone is a blank line here, and a tab is white space
    assert [row for row in found if any(field.strip() for field in row)] == [
        row for row in expected if any(field.strip() for field in row)
    ]


@given(ROWS)
def test_places_are_those_of_the_fields(rows):
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    text = file.getvalue().encode()
    for block in blocks(text, b","):
        for row in range(len(block.starts)):
            record = block.record(row)
            assert text[block.offset + block.starts[row] : block.offset + block.ends[row]] == record
            line = text[: block.offset + block.starts[row]].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
            assert block.lines[row] == line + 1
            for field in split_record(record, b","):
                written = record[field.start : field.end].decode()
                assert field.text == (written.replace('""', '"') if field.is_quoted else written)


def test_a_stray_quotation_mark_costs_its_line_only():
    text = b'a,"b,1\nc,d,2\ne,"f",3\n5" pipe,x,4\n'
    assert parted(text, b",") == [["a", '"b', "1"], ["c", "d", "2"], ["e", "f", "3"], ['5" pipe', "x", "4"]]


def test_old_line_ends_and_a_last_line_without_one():
    assert parted(b"a,1\rb,2\r\rc,3", b",") == [["a", "1"], ["b", "2"], ["c", "3"]]
    assert parted(b"", b",") == []
    assert parted(b"\n  \n", b",") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("0,3580246914", 0.3580246914), ("-1,5e2", -150.0), (" 3,5 ", 3.5), ("1.5", 1.5), ("12", 12.0), (",5", 0.5)],
)
def test_numbers_with_a_decimal_comma(text, number):
    assert parse_field(text) == number
    assert has_decimal_comma(text) == ("," in text)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,", "a,5", "1_0", "1,234.5"])
def test_what_is_no_number(text):
    assert parse_field(text) is None
