"""Charts of a dataset as SVG, with the lines of the rules that were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from boxlint.charts import captions
from boxlint.charts.angles import draw_angles
from boxlint.charts.aspects import draw_aspects
from boxlint.charts.box_counts import draw_box_counts
from boxlint.charts.centers import draw_centers
from boxlint.charts.classes import draw_classes
from boxlint.charts.marks import Mark, marks
from boxlint.charts.sides import draw_sides
from boxlint.charts.splits import draw_splits
from boxlint.distributions import Distributions, distributions
from boxlint.limits import limits
from boxlint.report import Report

_SHAPES: Final = ("box", "quad", "rotated")
_SIDES: Final = ("shorter_side", "longer_side", "width", "height", "aspect_ratio", "product_of_sides")


class Figure(Struct, frozen=True):
    """A chart. `says` is plain text: what it shows and why that matters; `svg` is markup.

    The markup has a `viewBox` and no size, and takes its colours from CSS variables: `--ink`, `--muted`, `--grid`,
    `--paper`, `--accent`, `--error`, `--warning`, and `--s1` to `--s6` for splits.
    """

    id: str
    title: str
    says: str
    svg: str


def figures(report: Report) -> Iterator[Figure]:
    """The charts of a checked dataset; those that would be empty are left out."""
    findings, tables = report.findings, report.tables
    found = list(limits(findings.rules, findings.parameters, tables.files["format"].values))
    severities = {hits.rule.code: hits.severity for hits in findings.hits}
    shapes = [name for name in _SHAPES if len(tables[name])]
    lines = {"box": marks(found, severities, shapes), "image": marks(found, severities, ["image"])}
    yield from draw(distributions(tables), lines)


def draw(told: Distributions, lines: Mapping[str, Sequence[Mark]]) -> Iterator[Figure]:
    """The charts of a dataset that have something to show, with lines by what they are about: "box" or "image"."""
    whole = told.all
    if whole.classes:
        yield Figure("classes", "Classes", captions.classes(whole), draw_classes(whole, "Boxes by class"))
    if len(told.splits) > 1 and whole.classes:
        svg = draw_splits(told, "Share of each class by split")
        yield Figure("splits", "Splits side by side", captions.SPLITS, svg)
    if any(whole.boxes_per_image.histogram.counts):
        svg = draw_box_counts(whole, _of(lines["image"], "target_count"), "Images by their number of boxes")
        yield Figure("boxes-per-image", "Boxes per image", captions.box_counts(whole), svg)
    if whole.sizes.counted:
        axes = captions.axes(whole)
        svg = draw_sides(whole, _of(lines["box"], *_SIDES), "Boxes by width and height", axes)
        yield Figure("sizes", "Width and height", captions.sizes(whole), svg)
        axis = " : ".join(name.removesuffix(" (px)").partition(",")[0] for name in axes)
        svg = draw_aspects(whole, _of(lines["box"], "aspect_ratio"), "Boxes by aspect", axis)
        yield Figure("aspects", "Aspect", captions.ASPECTS, svg)
    if whole.centers.counted:
        svg = draw_centers(whole, "Centres of boxes in their images")
        yield Figure("centres", "Centres of boxes", captions.centers(whole), svg)
    if whole.angles.counted:
        yield Figure("angles", "Directions", captions.ANGLES, draw_angles(whole, "Directions of turned boxes"))


def _of(found: Sequence[Mark], *quantities: str) -> list[Mark]:
    return [mark for mark in found if mark.quantity in quantities]
