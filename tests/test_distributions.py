"""Distributions: what is counted, in which steps, and that nothing is lost or counted twice."""

from __future__ import annotations

import json
from math import cos, pi, sin

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boxlint.distributions import Description, distributions
from boxlint.distributions.bins import count_edges, spread
from boxlint.distributions.model import ClassCount
from boxlint.splicing import with_columns
from boxlint.tables import Tables, intern
from tests.drawn_datasets import Drawn, dataset, datasets

NAN, INF = float("nan"), float("inf")
BOX = (10.0, 20.0, 30.0, 40.0)


def turned(x: float, y: float, longer: float, shorter: float, degrees: float) -> tuple[float, ...]:
    """The corners of a rectangle about a point, its longer side turned clockwise on screen."""
    along = (cos(degrees * pi / 180) * longer / 2, sin(degrees * pi / 180) * longer / 2)
    across = (-sin(degrees * pi / 180) * shorter / 2, cos(degrees * pi / 180) * shorter / 2)
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(
        value for a, b in signs for value in (x + a * along[0] + b * across[0], y + a * along[1] + b * across[1])
    )


@settings(deadline=None)
@given(datasets())
def test_nothing_is_lost_or_counted_twice(tables: Tables) -> None:
    told = distributions(tables)
    for described in (told.all, *told.splits.values()):
        targets = described.annotations - described.ignored
        sizes, centers = described.sizes, described.centers
        assert sum(described.shapes.values()) == targets
        assert sizes.counted + sizes.not_counted + sizes.not_positive == targets
        assert sizes.small + sizes.medium + sizes.large == sizes.counted
        assert sum(map(sum, sizes.sides.counts)) == sum(sizes.aspects.counts) == sizes.counted
        assert centers.counted + centers.outside + centers.not_counted == targets
        assert sum(map(sum, centers.grid.counts)) == centers.counted
        assert sum(described.angles.histogram.counts) == described.angles.counted
        assert sum(described.boxes_per_image.histogram.counts) == described.images
        assert sum(count.annotations for count in described.classes) == targets
        assert min(sizes.not_counted, centers.not_counted, described.ignored) >= 0
    assert sum(own.annotations for own in told.splits.values()) <= told.all.annotations
    # strict JSON: no number is NaN or infinite
    json.dumps(msgspec.to_builtins(told), allow_nan=False)


@settings(deadline=None)
@given(datasets())
def test_splits_that_cover_all_files_add_up(tables: Tables) -> None:
    told = distributions(tables)
    if "" in tables.files["split"].values or -1 in tables.files["split"].codes.tolist():
        return
    for count in ("files", "images", "annotations", "ignored", "images_without_annotations"):
        assert sum(getattr(own, count) for own in told.splits.values()) == getattr(told.all, count)


@given(arrays(np.float64, st.integers(1, 50), elements=st.floats(-1e150, 1e150)))
def test_quantiles_are_those_of_numpy(values: np.ndarray) -> None:
    found = spread(values)
    assert found is not None
    expected = np.quantile(values, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])
    np.testing.assert_allclose(msgspec.structs.astuple(found), expected, rtol=1e-9, atol=1e-300)


@given(arrays(np.int64, st.integers(1, 200), elements=st.integers(0, 10_000)))
def test_steps_of_counts_hold_them_all_and_are_few(counts: np.ndarray) -> None:
    edges = count_edges(counts)
    assert edges[0] == 0
    assert edges[-1] > counts.max()
    assert all(np.diff(edges) > 0)
    assert len(set(np.diff(edges[:-1]))) <= 1
    assert len(edges) <= 32


def test_crowds_are_counted_apart() -> None:
    told = distributions(dataset([Drawn(BOX), Drawn(BOX, is_target=False)])).all
    assert (told.annotations, told.ignored, told.sizes.counted) == (2, 1, 1)
    assert told.classes == (ClassCount("ship", 1, 1), ClassCount("bridge", 0, 0))


def test_images_of_a_class_are_counted_once() -> None:
    drawn = [Drawn(BOX, image=0), Drawn(BOX, image=0), Drawn(BOX, image=1), Drawn(BOX, image=1, category=1)]
    told = distributions(dataset(drawn))
    assert told.all.classes == (ClassCount("ship", 3, 2), ClassCount("bridge", 1, 1))
    assert told.splits["train"].classes == (ClassCount("ship", 2, 1), ClassCount("bridge", 0, 0))
    assert told.splits["val"].classes == (ClassCount("bridge", 1, 1), ClassCount("ship", 1, 1))


def test_classes_of_one_name_are_one() -> None:
    tables = dataset([Drawn(BOX, category=0), Drawn(BOX, category=2)], names=["ship", "bridge", "other"])
    tables = with_columns(tables, "category", {"name": intern(["ship", "bridge", "ship"])})
    assert distributions(tables).all.classes == (ClassCount("ship", 2, 1), ClassCount("bridge", 0, 0))


def test_what_cannot_be_measured_is_counted_apart() -> None:
    drawn = [
        Drawn(BOX),
        Drawn((NAN, 0, 1, 1)),
        Drawn((0, 0, INF, 1)),
        Drawn(()),
        Drawn((0, 0, 0, 5)),
        Drawn((5, 5, -2, 1)),
    ]
    told = distributions(dataset(drawn)).all
    assert told.shapes == {"box": 5, "none": 1}
    assert (told.sizes.counted, told.sizes.not_counted, told.sizes.not_positive) == (2, 2, 2)


@pytest.mark.parametrize("degrees", [0.0, 30.0, 90.0, 135.0, 179.5])
def test_turned_boxes_of_all_formats_are_measured_alike(degrees: float) -> None:
    quad = Drawn(turned(300, 200, 80, 20, degrees))
    rotated = Drawn((300, 200, 80, 20, degrees * pi / 180))
    upright = Drawn((300, 200, 20, 80, (degrees - 90) * pi / 180))
    for each in (quad, rotated, upright):
        told = distributions(dataset([each])).all
        assert told.sizes.width is not None
        assert told.sizes.height is not None
        assert told.sizes.width.median == pytest.approx(80)
        assert told.sizes.height.median == pytest.approx(20)
        [step] = np.flatnonzero(told.angles.histogram.counts)
        assert step == round(degrees / 5) % 36
        assert told.centers.grid.counts[20][22] == 1


def test_a_box_counts_before_what_is_turned() -> None:
    tables = dataset([Drawn(BOX)])
    both = dataset([Drawn(turned(300, 200, 80, 20, 30))])
    told = distributions(msgspec.structs.replace(tables, quads=both.quads)).all
    assert told.shapes == {"box": 1, "none": 0}
    assert told.sizes.width is not None
    assert told.sizes.width.median == 30
    assert told.angles.counted == 1


def test_centres_are_shares_of_their_own_image() -> None:
    drawn = [Drawn((300, 220, 40, 40)), Drawn((140, 90, 20, 20), image=1), Drawn((-50, 0, 20, 20)), Drawn(BOX, image=2)]
    told = distributions(dataset(drawn, sizes=[(640, 480), (300, 200), (NAN, 480)])).all
    assert told.centers.grid.counts[24][24] == 2
    assert (told.centers.counted, told.centers.outside, told.centers.not_counted) == (2, 1, 1)
    assert told.image_sizes.unknown == 1


def test_small_medium_and_large_are_those_of_coco() -> None:
    drawn = [Drawn((0, 0, 31.9, 32)), Drawn((0, 0, 32, 32)), Drawn((0, 0, 96, 95.9)), Drawn((0, 0, 96, 96))]
    told = distributions(dataset(drawn)).all.sizes
    assert (told.small, told.medium, told.large) == (1, 2, 1)


def test_a_dataset_of_nothing_is_described() -> None:
    told: Description = distributions(dataset([], names=[], sizes=[])).all
    assert (told.images, told.annotations, told.classes) == (0, 0, ())
    assert told.sizes.width is None
    assert told.boxes_per_image.mean is None
