"""What charts show and why it matters, in a sentence or two."""

from __future__ import annotations

from typing import Final

from boxlint.charts.scales import percentage
from boxlint.distributions import Description
from boxlint.reports.words import counted

SPLITS: Final = (
    "The share that each class has of the boxes of a split. A class that is far apart between training and "
    "validation makes the score on one say little about the other."
)
ASPECTS: Final = (
    "The first side over the second, on a logarithmic scale. Boxes at the ends are often mistakes, and anchors fit "
    "them worst."
)
ANGLES: Final = (
    "The direction of the longer side, clockwise from the right; the area of a wedge is the number of boxes. "
    "Peaks at 0° and 90° alone mean that the boxes are hardly turned."
)


def classes(described: Description) -> str:
    """Of the bars of classes."""
    count = len(described.classes)
    each = f"each of the {count:,} classes has" if count > 1 else "the one class has"
    return f"How many boxes {each}. Rare classes are learned last, if at all."


def box_counts(described: Description) -> str:
    """Of boxes per image."""
    without = described.images_without_annotations
    said = f" {counted(without, 'image')} without any: only background is learned there." if without else ""
    return f"How many boxes images have. A detector with a fixed number of queries cannot find more than those.{said}"


def sizes(described: Description) -> str:
    """Of width and height."""
    told = described.sizes
    small, medium, large = (percentage(count / told.counted) for count in (told.small, told.medium, told.large))
    left_out = told.not_counted + told.not_positive
    said = f" Not shown: {counted(left_out, 'box')} without a positive size." if left_out else ""
    return (
        "Beyond the dashed lines rules report boxes. "
        f"By COCO's bounds, 32² and 96² px, {small} are small, {medium} medium and {large} large.{said}"
    )


def centers(described: Description) -> str:
    """Of the centres."""
    told = described.centers
    said = f" Outside their image: {told.outside:,}." if told.outside else ""
    said += f" Not shown, because the size of their image is unknown: {told.not_counted:,}." if told.not_counted else ""
    return f"Where in their images the centres of boxes are; a detector learns this as a habit.{said}"


def axes(described: Description) -> tuple[str, str]:
    """What the two sides are called: those of turned boxes are the longer and the shorter."""
    upright = described.shapes.get("box", 0)
    turned = described.shapes.get("quad", 0) + described.shapes.get("rotated", 0)
    if not turned:
        return "width (px)", "height (px)"
    if not upright:
        return "longer side (px)", "shorter side (px)"
    return "width, or longer side (px)", "height, or shorter side (px)"
