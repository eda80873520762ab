"""Charts of a dataset as SVG, with the lines of the rules that were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from boxlint.charts.angles import draw_angles
from boxlint.charts.aspects import draw_aspects
from boxlint.charts.box_counts import draw_box_counts
from boxlint.charts.centers import draw_centers
from boxlint.charts.classes import draw_classes
from boxlint.charts.marks import Mark, marks
from boxlint.charts.sides import draw_sides
from boxlint.charts.splits import draw_splits
from boxlint.distributions import Description, Distributions, distributions
from boxlint.limits import limits
from boxlint.report import Report


class Figure(Struct, frozen=True):
    """A chart. `says` is plain text: what it shows and why that matters; `svg` is markup."""

    id: str
    title: str
    says: str
    svg: str


def figures(report: Report) -> Iterator[Figure]:
    """The charts of a checked dataset; those that would be empty are left out."""
    yield from draw(distributions(report.tables), _marks(report))


def _marks(report: Report) -> dict[str, list[Mark]]:
    """The marks of charts by what they are about: boxes or images."""
    findings, tables = report.findings, report.tables
    found = list(limits(findings.rules, findings.parameters, tables.files["format"].values))
    severities = {hits.rule.code: hits.severity for hits in findings.hits}
    drawn = [name for name in ("box", "quad", "rotated") if len(tables[name])]
    return {"box": marks(found, severities, drawn), "image": marks(found, severities, ["image"])}


def draw(told: Distributions, marks: dict[str, list[Mark]]) -> Iterator[Figure]:
    """The charts of a dataset that have something to show."""
    everything = told.all
    if everything.classes:
        yield Figure("classes", "Classes", _says_classes(everything), draw_classes(everything, "Boxes by class"))
    if len(told.splits) > 1 and everything.classes:
        yield Figure("splits", "Splits side by side", _SAYS_SPLITS, draw_splits(told, "Share of each class by split"))
    if any(everything.boxes_per_image.histogram.counts):
        svg = draw_box_counts(everything, _of(marks["image"], "target_count"), "Images by their number of boxes")
        yield Figure("boxes-per-image", "Boxes per image", _SAYS_COUNTS, svg)
    if everything.sizes.counted:
        svg = draw_sides(everything, _of(marks["box"], *_SIDES), "Boxes by width and height", _axes(everything))
        yield Figure("sizes", "Width and height", _says_sizes(everything), svg)
        axis = " : ".join(name.removesuffix(" (px)").partition(",")[0] for name in _axes(everything))
        svg = draw_aspects(everything, _of(marks["box"], "aspect_ratio"), "Boxes by aspect", axis)
        yield Figure("aspects", "Aspect", _SAYS_ASPECTS, svg)
    if everything.centers.counted:
        svg = draw_centers(everything, "Centres of boxes in their images")
        yield Figure("centres", "Centres of boxes", _says_centers(everything), svg)
    if everything.angles.counted:
        svg = draw_angles(everything, "Directions of turned boxes")
        yield Figure("angles", "Directions", _SAYS_ANGLES, svg)


_SIDES = ("shorter_side", "longer_side", "width", "height", "aspect_ratio", "product_of_sides")
_SAYS_SPLITS = (
    "The share that each class has of the boxes of a split. A class that is far apart between training and "
    "validation makes the score on one say little about the other."
)
_SAYS_COUNTS = (
    "How many boxes images have. Images without any teach only background, and a detector with a fixed number of "
    "queries cannot find more than those."
)
_SAYS_ASPECTS = (
    "The first side over the second. Anchors and losses work worst at the ends, where boxes are often mistakes."
)
_SAYS_ANGLES = (
    "The direction of the longer side, clockwise from the right; the area of a wedge is the number of boxes. "
    "Peaks at 0° and 90° alone mean that the boxes hardly are turned."
)


def _of(found: Sequence[Mark], *quantities: str) -> list[Mark]:
    return [mark for mark in found if mark.quantity in quantities]


def _axes(described: Description) -> tuple[str, str]:
    """What the two sides are called: those of turned boxes are the longer and the shorter."""
    upright = described.shapes.get("box", 0)
    turned = described.shapes.get("quad", 0) + described.shapes.get("rotated", 0)
    if not turned:
        return "width (px)", "height (px)"
    if not upright:
        return "longer side (px)", "shorter side (px)"
    return "width, or longer side (px)", "height, or shorter side (px)"


def _says_classes(described: Description) -> str:
    count = len(described.classes)
    each = f"each of the {count:,} classes has" if count > 1 else "the one class has"
    return f"How many boxes {each}. Rare classes are learned last, if at all."


def _says_sizes(described: Description) -> str:
    left_out = described.sizes.not_counted + described.sizes.not_positive
    said = f" {left_out:,} without a positive size are not shown." if left_out else ""
    return "Each cell is a range of sizes on logarithmic scales. Beyond the dashed lines rules report boxes." + said


def _says_centers(described: Description) -> str:
    centers = described.centers
    said = f" {centers.outside:,} lie outside their image." if centers.outside else ""
    said += (
        f" {centers.not_counted:,} are not shown: the size of their image is unknown." if centers.not_counted else ""
    )
    return "Where in their images the centres of boxes are; a detector learns this as a habit." + said
