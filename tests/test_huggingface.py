"""Hugging Face object detection: rows of JSON lines with exact places, and Parquet files as such rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import detect
from boxlint.formats.huggingface.edit import edit_record, pieces_beside, removed_spans, wrapped
from boxlint.formats.huggingface.records import explain
from boxlint.formats.huggingface.sniff import sniff
from sample_data.makers.huggingface import clean, listed_row, page, row
from tests.command_line import boxlint_says
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement
from tests.independent.huggingface import objects

SAMPLES = Path(__file__).parent.parent / "sample_data" / "huggingface"
ROWS = [
    row("a.png", [[302.0, 109.0, 73.5, 52], [1, 2, 3, 4]], [0, 3]),
    row("b.png", [], []),
    listed_row("c.png", [{"category": "boat", "bbox": [5, 6, 7, 8]}]),
]


def test_files_are_told_by_their_rows(tmp_path):
    assert sniff(page(ROWS), "metadata.jsonl")
    assert sniff(page(ROWS, "\r\n"), "metadata.jsonl")
    assert sniff(b"\xef\xbb\xbf" + page(ROWS[:1]), "metadata.jsonl")
    assert sniff(page([ROWS[1], *ROWS])[:-20], "metadata.jsonl")
    assert not sniff(b'{"file_name": "a.png", "text": "a quay"}\n', "metadata.jsonl")
    assert not sniff(b'{"ID": "a", "gtboxes": [{"tag": "person", "fbox": [1, 2, 3, 4]}]}\n', "a.odgt")
    assert not sniff(b'[{"objects": {"bbox": [[1, 2, 3, 4]]}}]', "a.json")
    assert not sniff(b"", "metadata.jsonl")
    (tmp_path / "metadata.jsonl").write_bytes(page(ROWS))
    assert getattr(detect(tmp_path / "metadata.jsonl"), "name", None) == "huggingface"


def test_what_rows_say():
    content = page(ROWS)
    tables = read_content(content, "huggingface")
    assert [json.loads(record) for record in records(content, tables)] == [
        [302.0, 109.0, 73.5, 52],
        [1, 2, 3, 4],
        {"category": "boat", "bbox": [5, 6, 7, 8]},
    ]
    corners = ("x_min", "y_min", "x_max", "y_max")
    assert [tables.boxes[name][0] for name in corners] == [302, 109, 375.5, 161]
    assert [found["category"] for found in seen(tables)] == ["0", "3", "boat"]
    assert tables.annotations["image"].tolist() == [0, 0, 2]
    assert tables.annotations["index"].tolist() == [0, 1, 2]
    assert [tables.images["file_name"].at(image) for image in range(3)] == ["a.png", "b.png", "c.png"]
    assert not tables.files["writes_sizes"][0]


def test_sizes_and_crowds_where_they_are_written():
    rows = [
        json.dumps({"image_id": 7, "width": 64, "height": 48, "objects": {"bbox": [[1, 2, 3, 4]], "iscrowd": [1]}}),
        json.dumps({"image_id": 8, "objects": [{"bbox": [1, 2, 3, 4], "category": 1, "iscrowd": False}]}),
    ]
    tables = read_content(page(rows), "huggingface")
    assert tables.files["writes_sizes"][0]
    assert tables.images["width"][0] == 64
    assert np.isnan(tables.images["width"][1])
    assert tables.images["file_name"].at(0) == "7"
    assert tables.annotations["is_target"].tolist() == [False, True]
    assert tables.annotations["missing_field"].at(0) == ""


@pytest.mark.parametrize(
    ("value", "columns", "problem"),
    [
        (17, {"is_malformed": True}, "line 1, objects[0]: expected an object, got 17"),
        ({"category": 1}, {"missing_field": "bbox"}, "line 1, objects[0].bbox: missing"),
        (
            {"bbox": [1, 2, 3, 4], "category": None},
            {"missing_field": "category"},
            "line 1, objects[0].category: missing",
        ),
        (
            {"bbox": [1, 2, 3], "category": 1},
            {"coordinate_count": 3},
            "line 1, objects[0].bbox: expected 4 numbers, got 3",
        ),
        (
            {"bbox": [1, "2", 3, 4], "category": 1},
            {"coordinates_not_numeric": True},
            'line 1, objects[0].bbox[1]: expected a number, got "2"',
        ),
        (
            {"bbox": "1 2 3 4", "category": 1},
            {"coordinates_not_numeric": True},
            'line 1, objects[0].bbox: expected a list of 4 numbers, got "1 2 3 4"',
        ),
    ],
)
def test_faulty_objects_have_a_row(value, columns, problem):
    content = page([listed_row("a.png", [value, {"bbox": [1, 2, 3, 4], "category": 1}])])
    tables = read_content(content, "huggingface")
    assert json.loads(records(content, tables)[0]) == value
    for name, expected in columns.items():
        column = tables.annotations[name]
        assert (column.at(0) if hasattr(column, "at") else column[0]) == expected
    assert tables.annotations["problem"].at(0) == problem == explain(value, "line 1, objects[0]")
    assert 1 in tables.boxes["annotation"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"17\n",
        b"null",
        b"{",
        b'{"objects": 3}',
        b'{"objects": {"bbox": 3, "category": [1]}}',
        b'{"objects": [[]]}',
    ],
)
def test_odd_files_do_no_harm(content):
    tables = read_content(content, "huggingface")
    assert len(tables.files) == 1
    assert len(tables.boxes) == 0


NUMBERS = st.tuples(*[st.floats(0, 5000).map(lambda value: round(value, 2))] * 4)


@given(NUMBERS, NUMBERS, st.booleans())
def test_boxes_are_written_where_they_stand(before, after, is_listed):
    value: Any = {"id": 7, "bbox": list(before)} if is_listed else list(before)
    record = json.dumps(value).encode()
    corners = (after[0], after[1], after[0] + after[2], after[1] + after[3])
    changed = edited(record, edit_record("annotation", record, {"box": corners}))
    found = json.loads(changed)
    x, y, width, height = found["bbox"] if is_listed else found
    assert (x, y, x + width, y + height) == pytest.approx(corners, abs=1e-6)
    assert edit_record("annotation", changed, {"box": (x, y, x + width, y + height)}) == []
    assert edit_record("image", record, {"box": corners}) == []


def test_numbers_in_strings_become_numbers():
    record = b'[10, "20.50", 3, 4]'
    assert edited(record, edit_record("annotation", record, {"numbers": True})) == b"[10, 20.50, 3, 4]"
    assert edit_record("annotation", b'[10, "wide", 3, 4]', {"numbers": True}) == []


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.booleans())
def test_removed_objects_leave_the_others_as_they_are(removed, is_listed):
    boxes, numbers = [[1, 2, 3, number] for number in range(len(removed))], list(range(len(removed)))
    ids = [{"bbox": box, "category": number} for box, number in zip(boxes, numbers)]
    lists = {"id": numbers, "bbox": boxes, "category": [*numbers, 99]}
    content = page([json.dumps({"file_name": "a", "objects": ids if is_listed else lists}), ROWS[0]])
    starts, ends = (read_content(content, "huggingface").annotations[side] for side in ("start", "end"))
    flags = np.array([*removed, False, False, False])
    spans = removed_spans(content, starts, ends, flags[:-1])
    for owners, begin, end in pieces_beside(content, starts):
        spans += removed_spans(content, begin, end, flags[owners])
    left = without(content, sorted(spans)).splitlines()
    kept = [number for number, gone in zip(numbers, removed) if not gone]
    own = json.loads(left[0])["objects"]
    if is_listed:
        assert own == [ids[number] for number in kept]
    else:
        assert own == {"id": kept, "bbox": [boxes[number] for number in kept], "category": [*kept, 99]}
    assert left[1].decode() == ROWS[0]


def test_removed_rows_go_with_their_line():
    content = page(ROWS)
    images = read_content(content, "huggingface").images
    spans = removed_spans(content, images["start"], images["end"], np.array([False, True, False]))
    assert without(content, spans) == page([ROWS[0], ROWS[2]])


def test_wrapped_records_are_read_again():
    content = page(ROWS)
    found = [*records(content, read_content(content, "huggingface")), b"17"]
    again = wrapped(found)
    assert records(again, read_content(again, "huggingface")) == found


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "dirty", max_drop=1.0)
    assert outcome.fixed["BX202"] == 1
    lines = (tmp_path / "dirty" / "metadata.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["objects"]["categories"] == [0, 0, 1, 1, 0]
    assert fix_copy(SAMPLES / "clean", tmp_path / "clean").repairs == ()


def test_another_reader_finds_the_same_objects(tmp_path):
    for name, data in clean().files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        assert agreement([file], "huggingface") == (len(objects(file)), len(objects(file)))


# Parquet

LABELS = {"names": ["coverall", "mask"], "_type": "ClassLabel"}
TABLE = [
    {
        "image_id": 15,
        "image": {"bytes": b"\x89PNG", "path": "a.jpg"},
        "width": 640,
        "height": 480,
        "objects": {
            "id": [1, 2, 3],
            "bbox": [[302.1, 109, 73, 52], [10, 10, 0, 5], [600, 100, 80, 50]],
            "category": [0, 1, 0],
        },
    },
    {
        "image_id": 16,
        "image": {"bytes": None, "path": None},
        "width": 640,
        "height": 480,
        "objects": {"id": [4], "bbox": [[5, 5, 0, 0]], "category": [1]},
    },
    {
        "image_id": 17,
        "image": {"bytes": b"", "path": "c.jpg"},
        "width": 640,
        "height": 480,
        "objects": {"id": [], "bbox": [], "category": []},
    },
]


def write_table(path: Path, *, is_listed: bool = False, box: Any = None, rows: Any = None) -> None:
    """A table of images and objects, struct of lists or list of structs, with the names of classes in its metadata."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    box = box or pa.list_(pa.float32(), 4)
    fields = [("id", pa.int64()), ("bbox", box), ("category", pa.int64())]
    if is_listed:
        kind = pa.list_(pa.struct(fields))
        features: Any = [{"bbox": {}, "category": LABELS}]
    else:
        kind = pa.struct([(name, pa.list_(type)) for name, type in fields])
        features = {"feature": {"bbox": {}, "category": LABELS}, "_type": "Sequence"}
    schema = pa.schema(
        [
            ("image_id", pa.int64()),
            ("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
            ("width", pa.int64()),
            ("height", pa.int32()),
            ("objects", kind),
            ("taken", pa.timestamp("us")),
        ],
        metadata={"huggingface": json.dumps({"info": {"features": {"objects": features}}})},
    )
    table = []
    for item in rows or TABLE:
        lists = item["objects"]
        one_by_one = [dict(zip(lists, values)) for values in zip(*lists.values())]
        table.append({**item, "objects": one_by_one if is_listed else lists, "taken": 1})
    pq.write_table(pa.Table.from_pylist(table, schema=schema), path, row_group_size=2, compression="zstd")


def read_table(path: Path) -> Any:
    """A table by pyarrow."""
    import pyarrow.parquet as pq

    return pq.read_table(path)


@pytest.mark.parametrize("is_listed", [False, True])
def test_parquet_is_told_and_read(tmp_path, is_listed):
    file = tmp_path / "train-00000-of-00001.parquet"
    write_table(file, is_listed=is_listed)
    assert getattr(detect(file), "name", None) == "huggingface"
    assert agreement([file], "huggingface") == (4, 4)
    tables = boxlint.load([file])
    assert tables.images["width"].tolist() == [640] * 3
    assert [tables.images["file_name"].at(image) for image in range(3)] == ["a.jpg", "16", "c.jpg"]
    assert tables.boxes["x_min"][0] == np.float32(302.1)
    assert tables.files["has_class_list"][0]
    report = boxlint.check(file, isolated=True, select=["BX101", "BX202"])
    places = {finding.location.pointer for finding in report if finding.location}
    assert places == {"row 0, objects[1]", "row 1, objects[0]", "row 0, objects[2]"}
    assert {finding.location.line for finding in report if finding.location} == {None}


def test_other_parquet_files_are_not_taken(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"bbox": [[1, 2, 3, 4]], "geometry": ["POINT (1 2)"]}), tmp_path / "places.parquet")
    pq.write_table(pa.table({"text": ["objects of art"]}), tmp_path / "text.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "text.parquet").read_bytes()[:-9])
    for file in tmp_path.iterdir():
        assert detect(file) is None
    report = boxlint.check(tmp_path / "cut.parquet", isolated=True, format="huggingface")
    assert report.summary.by_rule == {"BX004": 1}


def test_values_that_python_has_no_place_for_make_a_file_unreadable(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    objects = [{"bbox": [[1.0, 2, 3, 4]], "category": [0]}]
    odd = (pa.array([b"\xff"], pa.binary()).view(pa.string()), pa.array([2**62], pa.duration("s")))
    for number, ids in enumerate(odd):
        pq.write_table(pa.table({"objects": objects, "image_id": ids}), tmp_path / f"{number}.parquet")
    assert boxlint.check(tmp_path, isolated=True).summary.by_rule == {"BX004": 2}


def test_metadata_without_end_names_no_classes(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table({"objects": [{"bbox": [[1.0, 2, 3, 4]], "category": [0]}]})
    features = b'{"info": {"features": {"objects": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}}"
    pq.write_table(table.replace_schema_metadata({b"huggingface": features}), tmp_path / "a.parquet")
    assert not boxlint.load([tmp_path / "a.parquet"]).files["has_class_list"][0]


@pytest.mark.parametrize("is_listed", [False, True])
def test_a_fixed_parquet_file_is_a_new_one(tmp_path, is_listed):
    file, copy = tmp_path / "train.parquet", tmp_path / "fixed.parquet"
    write_table(file, is_listed=is_listed)
    before = file.read_bytes()
    options = ["--isolated", "--unsafe-fixes", "--max-drop", "1"]
    told = boxlint_says("fix", str(file), *options)
    assert told.exit_code == 2
    assert "--output-file" in told.output
    shown = boxlint_says("fix", str(file), *options, "--output-file", str(copy), "--diff")
    assert '-{"file_name": "a.jpg", "image_id": 15' in shown.output
    done = boxlint_says("fix", str(file), *options, "--output-file", str(copy))
    assert "BX101" in done.output
    assert file.read_bytes() == before
    old, new = read_table(file), read_table(copy)
    assert new.schema.equals(old.schema, check_metadata=True)
    assert new.drop_columns("objects").equals(old.drop_columns("objects"))
    left = [[302.1, 109, 73, 52], [600, 100, 40, 50]]
    found = new.to_pylist()
    lists = [[item["bbox"] for item in row["objects"]] if is_listed else row["objects"]["bbox"] for row in found]
    assert lists == [[pytest.approx(box) for box in left], [], []]
    assert boxlint.check(copy, isolated=True).summary.by_rule.keys() <= {"BX902"}


def test_rows_that_are_emptied_go_where_that_is_wanted(tmp_path):
    file, copy = tmp_path / "train.parquet", tmp_path / "fixed.parquet"
    write_table(file)
    outcome = boxlint.fix(
        file, isolated=True, unsafe_fixes=True, max_drop=1.0, drop_empty_images=True, output=tmp_path / "out"
    )
    assert outcome.removed == 2
    assert read_table(tmp_path / "out" / "train.parquet")["image_id"].to_pylist() == [15, 17]
    assert not copy.exists()


def test_a_file_without_findings_is_copied_as_it_is(tmp_path):
    file = tmp_path / "train.parquet"
    write_table(file, rows=TABLE[2:])
    boxlint.fix(file, isolated=True, output=tmp_path / "out")
    assert (tmp_path / "out" / "train.parquet").read_bytes() == file.read_bytes()


@given(st.lists(st.lists(NUMBERS, max_size=3), min_size=1, max_size=5))
def test_what_no_edit_touches_is_written_as_it_was(tmp_path_factory, boxes):
    file = tmp_path_factory.mktemp("table") / "a.parquet"
    rows = [
        {**TABLE[0], "objects": {"id": [*range(len(own))], "bbox": own, "category": [0] * len(own)}} for own in boxes
    ]
    write_table(file, rows=rows)
    from boxlint.formats.huggingface.rendering import rewritten

    with rewritten(file, ()) as written:
        (file.parent / "b.parquet").write_bytes(written.read())
    assert read_table(file.parent / "b.parquet").equals(read_table(file), check_metadata=True)


def test_without_pyarrow_it_is_said_what_to_install(tmp_path, monkeypatch):
    file = tmp_path / "train.parquet"
    write_table(file)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = boxlint_says("check", str(file), "--isolated")
    assert told.exit_code == 2
    assert 'pip install "boxlint[parquet]"' in told.output
