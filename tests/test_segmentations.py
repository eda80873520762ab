"""The segmentations of COCO files as rows of polygons and masks, whatever they are written as."""

from __future__ import annotations

import json
import math
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as peer

import boxlint
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.formats.coco import run_lengths
from boxlint.formats.coco.run_lengths import decode_texts, measure_lists, measure_texts
from boxlint.rule_files import load_rules
from boxlint.tables import Table, Tables
from tests.fix_checks import fix_and_verify

WANTED = ReadOptions(wanted=frozenset({"polygon", "mask", "polygon.is_invalid"}))
NUMBERS = st.one_of(st.integers(-9, 99), st.sampled_from([0.5, 12.25, 1e300, math.nan, math.inf, -math.inf]))
ODD = st.sampled_from(["12", None, True, [1, 2], {"a": 1}])
POLYGONS = st.lists(st.one_of(*[NUMBERS] * 9, ODD), max_size=10)
MASKS = st.fixed_dictionaries(
    {},
    optional={
        "size": st.sampled_from([[4, 5], [4, 5], [4, 5], [5, 4], [0, 3], [4], None, [4.0, 5.0], ["4", 5], [-4, -5]]),
        "counts": st.one_of(
            st.lists(st.integers(-1, 20), max_size=4),
            st.sampled_from([[8, 4, 8], "884", "0d0", "", "~", None, [1.5], 7, [20], [8.0, 12], [10**30]]),
        ),
    },
)
SEGMENTATIONS = st.one_of(
    st.lists(POLYGONS, max_size=3),
    st.lists(st.one_of(POLYGONS, MASKS, ODD), max_size=3),
    MASKS,
    st.sampled_from([None, "", "x", 5, True, [], {}, [[]], [[[1, 2, 3, 4, 5, 6]]], [1, 2, 3, 4, 5, 6]]),
)
LAYOUTS = st.sampled_from([(", ", ": "), (",", ":"), (",\n    ", ": "), (" , ", " :\t")])


def read(path: Path, options: ReadOptions = WANTED) -> Tables:
    return read_files([SourceFile(path, str(path), "coco")], options)


def coco(segmentations: list[Any], boxes: list[Any], separators: tuple[str, str] = (", ", ": ")) -> str:
    """A COCO file of these segmentations, `...` for one that is absent."""
    annotations = [
        {"id": row + 1, "image_id": 1, "category_id": 1, "bbox": box, "area": 400, "iscrowd": 0}
        | ({} if segmentation is ... else {"segmentation": segmentation})
        for row, (segmentation, box) in enumerate(zip(segmentations, boxes, strict=True))
    ]
    images = [{"id": 1, "file_name": "a.jpg", "width": 5, "height": 4}]
    document = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "ship"}]}
    return json.dumps(document, separators=separators)


def rows_of(table: Table, *names: str) -> list[tuple[Any, ...]]:
    columns = [table[name].tolist() for name in names]
    return list(zip(*columns, strict=True))


def is_number(value: Any) -> bool:
    return type(value) in (int, float)


def expected_polygons(segmentations: list[Any]) -> list[tuple[Any, ...]]:
    """Annotation, part, numbers, whether malformed, extent: by the plainest reader."""
    rows = []
    for row, value in enumerate(segmentations):
        if value in (..., None, "", [], {}) or isinstance(value, dict):
            continue
        items = value if isinstance(value, list) else [value]
        is_list = isinstance(value, list) and any(isinstance(item, (list, dict)) for item in items)
        items = items if is_list else items[:1]
        for part, item in enumerate(items):
            if isinstance(item, dict):
                continue
            numbers = [float(n) for n in item if is_number(n)] if isinstance(item, list) else []
            malformed = not isinstance(item, list) or len(numbers) < len(item)
            extent = [math.nan] * 4
            if len(numbers) > 1 and not malformed:
                points = np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)
                extent = [*points.min(axis=0), *points.max(axis=0)]
            rows.append(
                (row, float(part) if is_list else math.nan, float(len(numbers)), malformed, *map(float, extent))
            )
    return rows


@given(st.lists(st.one_of(SEGMENTATIONS, st.just(...)), max_size=40), LAYOUTS, st.booleans())
def test_every_polygon_has_its_row(
    tmp_path_factory: pytest.TempPathFactory, segmentations: list[Any], separators: tuple[str, str], is_odd: bool
) -> None:
    """On the fast road and, where a box is odd, on the careful one: nothing is lost and nothing raises."""
    boxes: list[Any] = [[1, 1, 2, 2] for _ in segmentations]
    if is_odd and boxes:
        boxes[-1] = [1, 1, "2", 2]
    path = tmp_path_factory.mktemp("coco") / "a.json"
    path.write_text(coco(segmentations, boxes, separators))
    tables = read(path)
    names = ("annotation", "part", "number_count", "is_malformed", "x_min", "y_min", "x_max", "y_max")
    expected = expected_polygons(segmentations)
    assert list(map(repr, rows_of(tables.polygons, *names))) == list(map(repr, expected))
    problems = [tables.polygons["problem"].at(row) for row in range(len(tables.polygons))]
    assert [bool(problem) for problem in problems] == [row[3] for row in expected]
    objects = [
        row
        for row, value in enumerate(segmentations)
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, dict) and value != {}
    ]
    assert tables.masks["annotation"].tolist() == objects


def test_a_file_with_every_kind_of_segmentation(tmp_path: Path) -> None:
    """More records than are flattened at once by the careful road, with one that only it can read."""
    ring = [0, 0, 4, 0, 4, 3, 0, 3]
    kinds: list[Any] = [[ring], [ring, ring[:6]], ..., [], {"size": [4, 5], "counts": [8, 4, 8]}]
    segmentations = [*kinds * 30, [[0, 0, "4", 0, 4, 3]], *kinds * 30]
    path = tmp_path / "a.json"
    path.write_text(coco(segmentations, [[1, 1, 2, 2]] * len(segmentations)))
    tables = read(path)
    assert len(tables.polygons) == 3 * 60 + 1
    assert np.flatnonzero(tables.polygons["is_malformed"]).tolist() == [90]
    assert tables.polygons["problem"].at(90) == 'segmentation[0][2]: expected a number, got "4"'
    assert tables.polygons["number_count"].tolist() == [8, 8, 6] * 30 + [5] + [8, 8, 6] * 30
    assert tables.masks["area"].tolist() == [4.0] * 60
    assert tables.masks["annotation"].tolist() == [row for row, kind in enumerate(segmentations) if type(kind) is dict]


@pytest.mark.parametrize(
    "segmentation",
    [
        '{"size": [1%s, 100], "counts": [100]}' % ("0" * 398),
        '{"size": [1%s, 100], "counts": [100]}' % ("0" * 400),
        '{"size": [1%s, 100], "counts": [100]}' % ("0" * 300),
        '{"size": [1%s, 100], "counts": [100]}' % ("0" * 5000),
        '{"size": [-1%s, 100], "counts": [100]}' % ("0" * 400),
        '{"size": [100, 1%s], "counts": "d3"}' % ("0" * 300),
        '{"size": [10, 10], "counts": [1%s]}' % ("0" * 400),
        '{"size": [10, 10], "counts": [-1%s]}' % ("0" * 300),
        '{"size": [1e999, 10], "counts": [100]}',
        '{"size": ["1%s", "100"], "counts": [100]}' % ("0" * 400),
        '{"size": "1%s", "counts": [100]}' % ("0" * 400),
        '[{"size": [1%s, 100], "counts": [100]}]' % ("0" * 300),
    ],
)
@pytest.mark.parametrize("box", ["[1, 1, 2, 2]", '["1", 1, 2, 2]', "null"])
def test_no_number_is_too_large_for_run_lengths(tmp_path: Path, segmentation: str, box: str) -> None:
    """They are a finding, on the fast road and on the careful one, and nothing that is fixed needs them."""
    path = tmp_path / "a.json"
    path.write_text(coco(["@"], ["#"]).replace('"@"', segmentation).replace('"#"', box))
    assert [finding.code for finding in boxlint.check(path, isolated=True, select=["BX605"])] == ["BX605"]
    boxlint.fix(path, isolated=True, unsafe_fixes=True, max_drop=1.0, select=["BX0", "BX1", "BX604"])


@pytest.mark.parametrize(
    ("segmentation", "message"),
    [
        ({"size": [4, 5], "counts": [8, 4, 7]}, "the run lengths fill 19 px, and size [4, 5] has 20"),
        ({"size": [5, 4], "counts": [8, 4, 8]}, "size is [5, 4], the image's [height, width] are [4, 5]"),
        ({"size": [4, 5], "counts": None}, "counts: expected run lengths as a list or a text, got null"),
        ({"size": [4, "5"], "counts": [20]}, 'size: expected [height, width] in whole pixels, got "5"'),
        ({"size": [4], "counts": [20]}, "size: expected [height, width] in whole pixels, got a list"),
        ({"size": [4, 5], "counts": "~"}, "counts: not the text of run lengths"),
        ([[1, 1, 3]], "polygon 0 has 3 numbers: the last one has no partner"),
        ([[1, 1, 3, 3]], "polygon 0 has 4 numbers: the corners of the box, no outline"),
        ([[0, 0, 3, 0, 3, 3], []], "polygon 1 has 0 numbers: fewer than three points"),
        ([[0, 0, 3, 0, 3, "3"]], 'segmentation[0][5]: expected a number, got "3"'),
        ("poly", 'segmentation: expected a list of numbers, got "poly"'),
    ],
)
def test_what_is_known_of_a_faulty_mask_is_said(tmp_path: Path, segmentation: Any, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(coco([segmentation], [[1, 1, 2, 2]]))
    report = boxlint.check(path, isolated=True, select=["BX601", "BX605"])
    assert [finding.message for finding in report] == [message]


def test_whole_numbers_may_be_written_as_floats(tmp_path: Path) -> None:
    """pycocotools takes them; `fix` reads what `check` reads."""
    path = tmp_path / "a.json"
    path.write_text(coco([{"size": [4.0, 5], "counts": [8, 4.0, 8]}], [[1, 1, 2, 2]]).replace('"bbox"', '"box"'))
    assert read(path).masks["area"].tolist() == [4.0]
    fix_and_verify(path, select=["BX020"])
    assert json.loads(path.read_text())["annotations"][0]["bbox"] == [2, 0, 1, 4]


def test_what_no_rule_reads_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(coco([[[0, 0, 4, 0, 4, 3]], {"size": [4, 5], "counts": [20]}], [[1, 1, 2, 2]] * 2))
    tables = read(path, ReadOptions())
    assert (len(tables.polygons), len(tables.masks)) == (0, 0)
    assert not read(path, ReadOptions(wanted=frozenset({"polygon"}))).polygons["is_invalid"].any()


def runs_of(texts: list[str]) -> list[list[int]]:
    """The lengths of the runs of each text, with an empty one behind where the last pair is not full."""
    runs = decode_texts(texts)
    return [pairs.ravel().tolist() for pairs in np.split(runs.pairs, np.cumsum(runs.counts)[:-1])] if texts else []


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.randoms(use_true_random=False)), max_size=8))
def test_run_lengths_of_many_masks_agree_with_pycocotools(sizes: list[tuple[int, int, Any]]) -> None:
    """Area and extent of masks that are decoded together, compressed and as lists, are those of the pixels."""
    pictures = [
        np.asfortranarray([[random.random() < 0.4 for _ in range(width)] for _ in range(height)], np.uint8)
        for height, width, random in sizes
    ]
    encoded = [peer.encode(picture) for picture in pictures]
    heights, widths = np.array([picture.shape for picture in pictures], np.float64).reshape(-1, 2).T
    texts = [part["counts"].decode() for part in encoded]
    found = measure_texts(texts, heights, widths)
    assert found["run_total"].tolist() == (heights * widths).tolist()
    assert found["area"].tolist() == [float(peer.area(part)) for part in encoded]
    again = measure_lists(runs_of(texts), heights, widths)
    for row, picture in enumerate(pictures):
        rows, columns = np.nonzero(picture)
        extent = [found[name][row] for name in ("x_min", "y_min", "x_max", "y_max")]
        if len(rows):
            assert extent == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            x, y, width, height = peer.toBbox(encoded[row])
            assert extent == [x, y, x + width, y + height]
        else:
            assert all(map(math.isnan, extent))
        assert {name: repr(column[row]) for name, column in found.items()} == {
            name: repr(column[row]) for name, column in again.items()
        }


@given(st.lists(st.text(st.characters(min_codepoint=40, max_codepoint=120), max_size=12), max_size=6))
def test_a_text_is_decoded_beside_others_as_by_itself(texts: list[str]) -> None:
    """No text, however broken, spills into the next; what is sound is what pycocotools writes again."""
    sound, runs = decode_texts(texts).sound, runs_of(texts)
    for row, text in enumerate(texts):
        alone = decode_texts([text])
        assert bool(alone.sound[0]) == bool(sound[row])
        if alone.sound[0]:
            assert runs_of([text]) == [runs[row]]


def test_a_long_text_is_never_decoded_as_a_whole() -> None:
    """Whatever its length, the memory that is needed is that of a piece."""
    # after three runs of one pixel each, all are as long as the one two places before
    text = "111" + "00" * 4_000_000
    tracemalloc.start()
    try:
        found = measure_texts([text], np.array([2000.0]), np.array([4000.0]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found["run_total"][0] == len(text)
    assert peak < 16 * len(text)


@given(st.lists(st.integers(0, 2**20), min_size=1, max_size=9))
def test_runs_that_pycocotools_compresses_are_read_back(runs: list[int]) -> None:
    encoded = peer.frPyObjects({"size": [sum(runs) or 1, 1], "counts": runs}, sum(runs) or 1, 1)
    (found,) = runs_of([encoded["counts"].decode()])
    assert found[: len(runs)] == runs
    assert found[len(runs) :] in ([], [0])


@settings(max_examples=300)
@given(
    st.lists(st.integers(-9, 2**33) | st.integers(0, 40), max_size=40),
    st.integers(1, 300),
    st.integers(0, 9) | st.just(48),
    st.sampled_from(["", "", "", "P", "~", "0", "\udc00", "é"]),
    st.integers(1, 12),
)
def test_a_text_in_pieces_is_measured_as_the_whole(
    runs: list[int], height: int, cut: int, extra: str, longest: int
) -> None:
    """However it is cut, and whatever is wrong with it."""
    text = compressed(runs)
    text = text[: len(text) - cut] + extra
    sizes = np.array([float(height)]), np.array([sum(runs) / height])
    whole = measure_texts([text], *sizes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_lengths, "_LONGEST_PIECE", longest + 21)
        parts = measure_texts([text], *sizes)
    # a sum that is more than any image has is known of no piece
    if not whole["run_total"][0] > 2**32 - 1:
        assert {name: repr(column[0]) for name, column in parts.items()} == {
            name: repr(column[0]) for name, column in whole.items()
        }


def compressed(runs: list[int]) -> str:
    """The text of run lengths, by the plainest writer."""
    text = ""
    for place, run in enumerate(runs):
        number = run - runs[place - 2] if place > 2 else run
        while True:
            bits, number = number & 31, number >> 5
            goes_on = number != (-1 if bits & 16 else 0)
            text += chr(48 + bits + 32 * goes_on)
            if not goes_on:
                break
    return text


@given(st.lists(st.integers(0, 400).map(lambda n: n / 4), min_size=6, max_size=14).filter(lambda n: len(n) % 2 == 0))
def test_extents_hold_the_pixels_of_a_polygon(numbers: list[float]) -> None:
    """What pycocotools fills lies within the extent of the vertices, to the pixel that it rounds to."""
    from boxlint.formats.coco.segmentations import read_segmentations

    table = read_segmentations([[numbers]], with_validity=False).polygons
    x, y, width, height = peer.toBbox(peer.frPyObjects([numbers], 110, 110))[0]
    if width and height:
        assert table["x_min"][0] - 1 <= x
        assert table["y_min"][0] - 1 <= y
        assert x + width <= table["x_max"][0] + 1
        assert y + height <= table["y_max"][0] + 1


def test_a_fixed_record_is_read_again_with_its_polygons(tmp_path: Path) -> None:
    """A box that is swapped is compared with its mask anew, and what is reported afterwards is what a check finds."""
    ring = [[1.0, 1.0, 3.0, 1.0, 3.0, 3.0, 1.0, 3.0]]
    far = [[1.0, 1.0, 1.2, 1.0, 1.2, 1.2, 1.0, 1.2]]
    short = [[1.0, 1.0, 3.0], [1, "2"]]
    boxes = [[3, 3, -2, -2], [3.5, 3.5, -2.5, -2.5], [3, 3, -2, -2.5], [1, 1, 2, 2.5]]
    path = tmp_path / "a.json"
    path.write_text(coco([ring, far, short, {"size": [4, 5], "counts": [19]}], boxes))
    before = boxlint.check(path, isolated=True)
    assert [finding.code for finding in before if finding.code == "BX604"] == []
    outcome = fix_and_verify(path, isolated=True, unsafe_fixes=True, max_drop=1.0)
    assert outcome.report is not None
    assert list(outcome.report) == []
    assert outcome.fixed == {"BX102": 3, "BX601": 1, "BX605": 1}
    left = json.loads(path.read_text())["annotations"]
    assert [record["segmentation"] for record in left] == [ring, far, [[1, 0.5, 3, 0.5, 3, 3, 1, 3]]]


def test_no_rule_stops_at_an_odd_segmentation(tmp_path: Path) -> None:
    """Every rule of the family selected, on everything that is odd."""
    odd = ["x", 5, [5], [None], [[None]], [{}], [[]], [["1"]], {"size": 3}, {"counts": 3}, [[[]]], [[1e300, 1e300] * 4]]
    path = tmp_path / "a.json"
    path.write_text(coco(odd, [[1, 1, 2, 2]] * len(odd)))
    family = [code for code in load_rules() if code.startswith("BX6")]
    report = boxlint.check(path, isolated=True, select=family)
    hit = {finding.annotation_id for finding in report if finding.code in ("BX601", "BX603", "BX605")}
    assert hit == set(range(1, len(odd) + 1))
