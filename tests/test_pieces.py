"""Large COCO files are read in pieces: the same tables as from one reading of the whole, whatever is in the file."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile
from boxlint.formats.coco import lists, pieces
from boxlint.formats.coco.pieces import cut, find_cuts
from boxlint.formats.coco.read import read
from boxlint.formats.coco.uniform import decode_uniform
from boxlint.schema import SCHEMA
from boxlint.tables import Tables
from boxlint.workers import Workers
from tests.coco_samples import CATEGORY, IMAGE, but, dataset
from tests.table_checks import assert_same_tables

EVERYTHING = frozenset(SCHEMA) | {f"{table}.{column}" for table, columns in SCHEMA.items() for column in columns}
POLYGON = [[1.5, 2, 4.25, 2, 4, 6]]
RUNS = {"counts": [3, 4, 5], "size": [3, 4]}
TEXT_RUNS = {"counts": "0]{1", "size": [1, 1]}


def read_both(path: Path, size: int, wanted: frozenset[str] = EVERYTHING, workers: int = 1) -> tuple[Tables, Tables]:
    """The tables of a file read whole, and read in pieces of some bytes."""
    files = [SourceFile(path, "annotations.json", "coco")]
    with pytest.MonkeyPatch.context() as patch, Workers(workers) as processes:
        options = ReadOptions(wanted=wanted, workers=processes)
        patch.setattr(lists, "SMALLEST", 1 << 60)
        whole = read(files, options)
        patch.setattr(lists, "SMALLEST", 0)
        patch.setattr(pieces, "SIZE", size)
        return whole, read(files, options)


numbers = st.integers(-3, 10**6) | st.floats(-1e4, 1e4) | st.sampled_from([1e300, 0.1, 1e-7, 2**53 + 1, 2**64])
polygons = st.lists(st.lists(numbers, min_size=1, max_size=9), min_size=1, max_size=3)
boxes = st.lists(numbers, min_size=4, max_size=4) | st.lists(numbers, min_size=5, max_size=5)
ids = st.integers(0, 40) | st.sampled_from([10**17, 10**18, 2**62])
KEYS = ["segmentation", "area", "iscrowd", "image_id", "bbox", "category_id", "id"]
values = [polygons | st.just(RUNS) | st.just([]), numbers, st.sampled_from([0, 1]), ids, boxes, ids, ids]
sound = st.fixed_dictionaries(dict(zip(KEYS, values, strict=True)))
odd_values = st.sampled_from([
    None, True, "12", "a{b", 'a"b', "c]", "é", [], {}, [[]], [[], [1, 2]], [1, [2]], [[1, [2]]], [[[1]]], -5, 1.0, 1e2,
    -0.0, math.nan, math.inf, 2**70, TEXT_RUNS, {"size": [3, 4], "counts": [12]}, [RUNS], [1, 2, 3], ["1", 2, 3, 4],
])  # fmt: skip
directives = st.fixed_dictionaries({"ignore": st.lists(st.sampled_from(["BX1", "BX2, BX3", "é", " ", "ALL"]))})


@st.composite
def files(draw: st.DrawFn) -> str:
    """The text of a COCO file whose records are mostly written alike."""
    records = draw(st.lists(sound, max_size=12))
    keys = draw(st.permutations(KEYS))
    records = [{key: record[key] for key in keys} for record in records]
    for _ in range(draw(st.integers(0, 2))):
        if records:
            record = draw(st.sampled_from(records))
            key = draw(st.sampled_from([*record, "keypoints", "ignore", "extra", "score"]))
            record[key] = draw(odd_values)
    for _ in range(draw(st.integers(0, 2)) if records else 0):
        draw(st.sampled_from(records))["boxlint"] = draw(directives | odd_values)
    suppressed = st.sampled_from([{}, {}, {"boxlint": {"ignore": ["BX2"]}}, {"boxlint": None}])
    if draw(st.booleans()) and records:
        draw(st.sampled_from(records)).pop(draw(st.sampled_from(["area", "iscrowd", "segmentation", "id"])), None)
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]))
    indent = draw(st.sampled_from([None, None, 1]))
    texts = [json.dumps(record, separators=separators, indent=indent) for record in records]
    members = {
        "info": draw(st.sampled_from(["{}", '{"annotations": [{"a": 1}]}', '{"images": 1, "b": NaN}'])),
        "images": json.dumps(
            [{**IMAGE, "id": number, **draw(suppressed)} for number in range(draw(st.integers(0, 5)))]
        ),
        "annotations": f"[{draw(st.sampled_from([',', ', ', ' ,' + chr(10)])).join(texts)}]",
        "categories": json.dumps([{**CATEGORY, "id": i, **draw(suppressed)} for i in range(draw(st.integers(0, 3)))]),
        **{key: json.dumps(value) for key, value in draw(suppressed).items()},
    }
    names = draw(st.permutations(list(members)))
    text = "{" + ", ".join(f'"{name}": {members[name]}' for name in names) + "}"
    if draw(st.integers(0, 9)) == 0:
        text = text[: draw(st.integers(0, len(text)))]
    return text


@given(files(), st.integers(1, 400))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_pieces_say_what_the_whole_says(text: str, size: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.json"
        path.write_text(text, encoding="utf-8")
        whole, parts = read_both(path, size)
    assert_same_tables(parts, whole)


RECORD = {"segmentation": POLYGON, "area": 14, "iscrowd": 0, "image_id": 1, "bbox": [1, 2, 3.5, 4], "category_id": 1}


@given(st.data(), st.integers(1, 400))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_character_is_overlooked(data: st.DataObject, size: int) -> None:
    """Records that a program wrote alike, and somebody has edited since."""
    keys = data.draw(st.permutations([*RECORD, "id"]))
    records = [{key: {**RECORD, "id": number}[key] for key in keys} for number in (7, 42, 423, 51, 1000)]
    text = json.dumps(dataset(*records))
    first = text.index('"annotations"')
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(first, len(text) - 1))
        put = data.draw(st.sampled_from(["", *' \n\t,:"[]{}0123456789.-+eEx\\', "NaN", "null", '"a": 1, ', ", 5", "é"]))
        text = text[:place] + put + text[place + data.draw(st.integers(0, 2)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.json"
        path.write_text(text, encoding="utf-8")
        whole, parts = read_both(path, size)
    assert_same_tables(parts, whole)


def write(folder: Path, *annotations: Any, **members: Any) -> Path:
    path = folder / "annotations.json"
    path.write_text(json.dumps(dataset(*annotations, **members)))
    return path


@pytest.mark.parametrize("workers", [1, 3])
def test_processes_share_the_pieces(tmp_path: Path, workers: int) -> None:
    records = [but(id=number, segmentation=POLYGON, bbox=[number, 0, 1, 1]) for number in range(300)]
    records[17] |= {"bbox": [1, None, 3, 4]}
    records[171] |= {"segmentation": [[1, "a"]], "area": math.nan}
    whole, parts = read_both(write(tmp_path, *records), 2000, workers=workers)
    assert_same_tables(parts, whole)


def test_a_sound_file_is_cut_between_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "SIZE", 100)
    content = write(tmp_path, *(but(id=number, attributes=[{"a": 1}, {"b": 2}]) for number in range(9))).read_bytes()
    cuts = find_cuts(content)
    assert cuts is not None
    found = list(cut(content, cuts, "annotations.json", is_file=False))
    assert [piece.list_name for piece in found] == ["images", *["annotations"] * (len(found) - 2), "categories"]
    assert len(found) > 5
    records = [record for piece in found if piece.list_name == "annotations" for record in json.loads(piece.text())]
    assert [record["id"] for record in records] == list(range(9))
    assert all(content[piece.start : piece.stop] == piece.content for piece in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}]",
        '{"annotations": [{"id": 1}',
        '{"annotations": [{"id": 1}], "annotations": [{"id": 2}]}',
        '{"annotations": {"id": 1}}',
        '{"annotations": [1, 2]}',
        '{"info": {"annotations": [{"id": 1}]}, "images": [{"id": 1}]}',
        '{"annotations": [{"id": 1}]} {"a": 1}',
        '{"a": "\\"annotations\\": [{}]}", "annotations": []}',
    ],
)
def test_what_is_not_plainly_lists_is_not_cut(text: str) -> None:
    cuts = find_cuts(text.encode())
    assert cuts is None or not cuts.spans


def test_what_looks_like_a_record_in_a_text_is_none(tmp_path: Path) -> None:
    trap = '"}, {"id": 9, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}, {"id": 8'
    records = [but(id=number, caption=trap) for number in range(9)]
    whole, parts = read_both(write(tmp_path, *records), 50)
    assert_same_tables(parts, whole)
    assert len(parts.annotations) == 9


@pytest.mark.parametrize("record", [but(segmentation=POLYGON), but(segmentation=RUNS), but(bbox=[1, 2, 3, 4, 0.5])])
def test_records_that_are_written_alike_need_no_objects(record: dict[str, Any]) -> None:
    text = json.dumps([record | {"id": number} for number in range(5)]).encode()
    run = decode_uniform(text)
    assert run is not None
    assert run.chunk.columns["id"].numbers.tolist() == list(range(5))
    assert [json.loads(text[start:end]) for start, end in zip(run.spans.starts, run.spans.ends)] == json.loads(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"id": 3', b'"id": 3.0'),
        (b'"id": 3', b'"id": 03'),
        (b'"id": 3', b'"id": 3x'),
        (b'"id": 3', b'"id": -3'),
        (b'"id": 3', b'"id":  3'),
        (b'"id": 3', b'"ID": 3'),
        (b'"area": 14', b'"area": true'),
        (b'"area": 14', b'"area": 1 4'),
        (b'"area": 14', b'"area": '),
        (b'"area": 14', b'"area": [14]'),
        (b"[1, 2, 3.5, 4]", b"[1, 2, [3.5], 4]"),
        (b"[1, 2, 3.5, 4]", b"[1, 2, 3.5, 4], 5"),
        (b"[1, 2, 3.5, 4]", b"[1, 2, 3.5]"),
        (b"[1, 2, 3.5, 4]", b"[1, 2, 3.5, 4"),
        (b"[1, 2, 3.5, 4]", b"[ ]"),
        (b"}, {", b"} {"),
        (b"}, {", b"}, , {"),
        (b"}, {", b", "),
    ],
)
def test_one_record_that_is_written_otherwise_is_found_out(old: bytes, new: bytes) -> None:
    text = json.dumps([but(id=number, segmentation=POLYGON) for number in range(5)]).encode()
    assert old in text
    assert decode_uniform(new.join(text.split(old, 1))) is None


def test_real_files_are_the_same_in_pieces(real_data: Path) -> None:
    compared = 0
    for path in sorted(real_data.rglob("*.json")):
        if path.stat().st_size < 30_000_000 and b'"annotations"' in path.read_bytes():
            whole, parts = read_both(path, 20_000)
            assert_same_tables(parts, whole)
            compared += 1
    assert compared > 50


ALIKE = '{{{0}"image_id":1,"category_id":1,"bbox":[1,2,3,4],"iscrowd":{1},"id":{2}}}'


@pytest.mark.parametrize(
    "records",
    [
        [ALIKE.format("", 0, "42 "), ALIKE.format("", 0, "423"), ALIKE.format("", 0, "51")],
        [ALIKE.format("", 0, "42"), ALIKE.format("", 0, "423 ")],
        [ALIKE.format("5 ", 0, number) for number in range(3)],
        [ALIKE.format("", 5_000_000_000, number) for number in range(3)],
    ],
    ids=["blank at the first end", "blank at another end", "something before the first key", "large flag"],
)
def test_what_stands_at_the_ends_of_records_counts(tmp_path: Path, records: list[str]) -> None:
    path = tmp_path / "annotations.json"
    path.write_text('{"images": [{"id": 1}], "annotations": [' + ",".join(records) + '], "categories": [{"id": 1}]}')
    whole, parts = read_both(path, 10_000)
    assert_same_tables(parts, whole)


def test_a_file_with_an_empty_list_is_cut_too(tmp_path: Path) -> None:
    content = write(tmp_path, but(), categories=[]).read_bytes()
    cuts = find_cuts(content)
    assert cuts is not None
    assert list(cuts.spans) == ["images", "annotations"]


@pytest.mark.parametrize("meddle", [lambda path: os.truncate(path, 0), lambda path: path.write_text("{}"), Path.unlink])
def test_a_file_that_is_changed_while_it_is_read_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meddle: Any
) -> None:
    """What is left of it may look like a sound file of fewer records."""
    path = write(tmp_path, *(but(id=number) for number in range(50)))
    text = pieces.Piece.text

    def meddled(piece: pieces.Piece) -> bytes:
        if piece.start > 1000 and path.exists() and path.stat().st_size > 1000:
            meddle(path)
        return text(piece)

    monkeypatch.setattr(pieces.Piece, "text", meddled)
    monkeypatch.setattr(lists, "SMALLEST", 0)
    monkeypatch.setattr(pieces, "SIZE", 200)
    tables = read([SourceFile(path, "annotations.json", "coco")], ReadOptions(wanted=EVERYTHING))
    assert tables.files["is_unreadable"].tolist() == [True]
    assert "the file cannot be read" in tables.files["problem"].at(0)
    assert len(tables.annotations) == 0


def test_a_file_that_is_replaced_while_it_is_read_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, *(but(id=number) for number in range(50)))
    other = tmp_path / "other.json"
    other.write_bytes(path.read_bytes().replace(b"640", b"641"))
    text = pieces.Piece.text

    def meddled(piece: pieces.Piece) -> bytes:
        if other.exists() and piece.start > 1000:
            os.replace(other, path)
        return text(piece)

    monkeypatch.setattr(pieces.Piece, "text", meddled)
    monkeypatch.setattr(lists, "SMALLEST", 0)
    monkeypatch.setattr(pieces, "SIZE", 200)
    tables = read([SourceFile(path, "annotations.json", "coco")], ReadOptions())
    assert tables.files["problem"].at(0) == "the file cannot be read: it was changed while it was read"
