"""Near-duplicates: the sweep finds what all pairs find, in time and memory."""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.columns import Columns
from boxlint.measures.overlap import LEAST_IOU, intersection_over_union
from boxlint.schema import PLURALS
from boxlint.tables import make_table, make_tables
from tests.scene import columns_of, measured, scene

side = st.integers(0, 12) | st.floats(0, 12)
boxes = st.lists(st.tuples(side, side, side, side, st.integers(0, 1), st.integers(0, 1), st.booleans()), max_size=40)


def iou(a: Any, b: Any) -> float:
    common = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    joint = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return float(common / joint)


def expected(corners: list[Any], group: list[Any], is_target: list[bool]) -> list[tuple[float, int]]:
    """IoU with and row of the most similar earlier box, by all pairs."""
    answer = []
    seen: list[int] = []
    for row, own in enumerate(corners):
        best = (0.0, -1)
        has_area = own[2] > own[0] and own[3] > own[1] and is_target[row]
        same = [o for o in seen if group[o] == group[row]]
        if has_area and not any(np.allclose(corners[o], own, rtol=0, atol=1e-9) for o in same):
            for other in same:
                overlap = iou(own, corners[other])
                if overlap >= LEAST_IOU and overlap > best[0]:
                    best = (overlap, other)
            seen.append(row)
        answer.append(best)
    return answer


@given(boxes)
@settings(deadline=None, max_examples=300)
def test_finds_what_all_pairs_find(rows: list[Any]) -> None:
    """Also among boxes of other images and categories, crowd regions, boxes without area and exact duplicates."""
    # on a grid of a hundredth, where boxes are equal or more than a rounding apart
    corners = [tuple(round(float(v), 2) for v in (x, y, x + w, y + h)) for x, y, w, h, *_ in rows]
    group = [(image, category) for *_, image, category, _ in rows]
    is_target = [not crowd for *_, crowd in rows]
    tables = scene("box", corners, images=[g[0] for g in group], categories=[g[1] for g in group], is_target=is_target)
    found = measured(tables, "box", "largest_iou_with_earlier")
    related = measured(tables, "box", "most_similar_earlier_box")
    wanted = expected(corners, group, is_target)
    assert found == pytest.approx([overlap for overlap, _ in wanted], abs=1e-12)
    for row, (overlap, other) in enumerate(wanted):
        assert (related[row] >= 0) == (other >= 0)
        if other >= 0:
            assert iou(corners[row], corners[related[row]]) == pytest.approx(overlap, abs=1e-12)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(0, 0.3), st.floats(0, 0.3), st.floats(-0.3, 0.3))
@settings(deadline=None)
def test_no_near_duplicate_is_out_of_reach(w: float, h: float, dx: float, dy: float, grow: float) -> None:
    """The reach of the sweep follows from the least IoU, for boxes of any shape and place."""
    first = (1000.0, 2000.0, 1000.0 + w, 2000.0 + h)
    second = (1000.0 + dx * w, 2000.0 - dy * h, 1000.0 + dx * w + w * (1 + grow), 2000.0 - dy * h + h)
    found = measured(scene("box", [first, second]), "box", "largest_iou_with_earlier")[1]
    exact = iou(second, first)
    if exact >= LEAST_IOU and max(abs(a - b) for a, b in zip(first, second, strict=True)) > 0.001:
        assert found == pytest.approx(exact, rel=1e-9)


def crowded(kind: str, count: int = 5000) -> Any:
    random = np.random.default_rng(7)
    x, y = random.uniform(0, 4000, (2, count))
    if kind == "one left edge":
        x = np.full(count, 100.0)
    if kind == "one corner":
        x, y = np.full((2, count), 100.0)
    w, h = random.uniform(5, 400, (2, count))
    return np.column_stack([x, y, x + w, y + h])


@pytest.mark.parametrize("kind", ["anywhere", "one left edge", "one corner"])
def test_five_thousand_boxes_of_one_class(kind: str) -> None:
    """A second and a few megabytes for one crowded image, wherever its boxes are."""
    corners = crowded(kind)
    columns = Columns(scene("box", corners))
    tracemalloc.start()
    start = time.perf_counter()
    found = columns("box", "largest_iou_with_earlier")
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 8  # 1 s on an idle core; tracing and busy machines cost
    assert peak < 20e6
    row = int(np.argmax(found))
    assert found[row] == max(iou(corners[row], corners[other]) for other in range(row))


def test_fifty_thousand_boxes_in_one_image() -> None:
    """A few megabytes, and of all 1.25 thousand million pairs those that are close: 50 for each box, not 25,000."""
    random = np.random.default_rng(7)
    x, y = random.uniform(0, 4500, (2, 50_000))
    w, h = random.uniform(10, 30, (2, 50_000))
    corners = np.column_stack([x, y, x + w, y + h])
    columns, compared = Columns(scene("box", corners)), 0

    def counted(first: Any, second: Any) -> Any:
        nonlocal compared
        compared += len(first[0])
        return intersection_over_union(first, second)

    columns("box", "is_overlap_candidate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boxlint.measures.overlap.intersection_over_union", counted)
        tracemalloc.start()
        other = columns("box", "most_similar_earlier_box")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 30e6
    assert compared < 50 * 50_000
    assert (other >= 0).any()
    for row in np.flatnonzero(other >= 0).tolist():
        assert iou(corners[row], corners[other[row]]) >= LEAST_IOU


@given(boxes)
@settings(deadline=None)
def test_groups_are_swept_one_after_another_as_all_at_once(rows: list[Any]) -> None:
    """No pair is lost between two sweeps."""
    corners = [(x, y, x + w, y + h) for x, y, w, h, *_ in rows]
    tables = scene("box", corners, images=[row[4] for row in rows], categories=[row[5] for row in rows])
    with pytest.MonkeyPatch.context() as patch:
        answers = []
        for together in (2**16, 1):
            patch.setattr("boxlint.measures.overlap._TOGETHER", together)
            answers.append(Columns(tables)("box", "most_similar_earlier_box").tolist())
    assert answers[0] == answers[1]


shapes = st.lists(st.tuples(*[st.none() | st.tuples(*[st.integers(0, 40)] * n) for n in (4, 8)]), max_size=12)


@given(shapes)
@settings(deadline=None)
def test_box_against_quad_is_pycocotools_iou(objects: list[Any]) -> None:
    """Of each annotation's own two shapes, NaN where it lacks one; the quad counts as the upright box around it."""
    boxes = [(x, y, x + w + 1, y + h + 1) for x, y, w, h in (box for box, _ in objects if box)]
    quads = [quad for _, quad in objects if quad]
    parts = {}
    for place, (table, rows) in enumerate((("box", boxes), ("quad", quads))):
        owners = np.flatnonzero([bool(item[place]) for item in objects])
        parts[PLURALS[table]] = make_table(table, len(rows), {**columns_of(table, rows), "annotation": owners})
    tables = make_tables(annotations=make_table("annotation", len(objects)), **parts)
    found = measured(tables, "annotation", "box_quad_iou")
    for answer, (box, quad) in zip(found, objects, strict=True):
        if not box or not quad:
            assert np.isnan(answer)
            continue
        x, y, width, height = box
        left, upper = min(quad[::2]), min(quad[1::2])
        around = [left, upper, max(quad[::2]) - left, max(quad[1::2]) - upper]
        (expected,) = pycocotools_iou([[x, y, width + 1, height + 1]], [around])
        assert answer == pytest.approx(expected)


def pycocotools_iou(first: Any, second: Any) -> list[float]:
    mask = pytest.importorskip("pycocotools.mask")
    answer: list[float] = mask.iou(np.array(first, float), np.array(second, float), [0]).ravel().tolist()
    return answer
