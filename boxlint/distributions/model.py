"""What is told of a dataset or of one split of it, in plain Python numbers that are all finite."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Histogram(Struct, frozen=True):
    """`counts[i]` values lie from `edges[i]` up to, but not at, `edges[i + 1]`; without values there are no edges."""

    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()


class Grid(Struct, frozen=True):
    """Counts in two directions: `counts[row][column]`, where rows are steps of `y_edges`, columns of `x_edges`."""

    x_edges: tuple[float, ...] = ()
    y_edges: tuple[float, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()


class Spread(Struct, frozen=True):
    """Quantiles of some values, interpolated linearly."""

    minimum: float
    p5: float
    p25: float
    median: float
    p75: float
    p95: float
    maximum: float


class ClassCount(Struct, frozen=True):
    """How many annotations a class has, and in how many images; `name` is empty where a class has none."""

    name: str
    annotations: int
    images: int


class BoxesPerImage(Struct, frozen=True):
    """Annotations of each image, those without any included; the last step of the histogram may hold a long tail."""

    mean: float | None
    spread: Spread | None
    histogram: Histogram


class ImageSize(Struct, frozen=True):
    """Images of one size in pixels."""

    width: float
    height: float
    images: int


class ImageSizes(Struct, frozen=True):
    """Sizes of images in pixels; `common` are the most frequent, `unknown` the images without a size."""

    unknown: int
    different: int
    width: Spread | None
    height: Spread | None
    common: tuple[ImageSize, ...]


class Sizes(Struct, frozen=True):
    """Sides of boxes in pixels.

    Of upright boxes width and height, of turned ones the longer and the shorter side. `aspect` is the first by the
    second. `not_counted`: no box, or no finite numbers; `not_positive`: a side is zero or negative. Small, medium and
    large are as COCO has them, by the area of the box: below 32², below 96², the others.
    """

    counted: int
    not_counted: int
    not_positive: int
    width: Spread | None
    height: Spread | None
    area: Spread | None
    aspect: Spread | None
    small: int
    medium: int
    large: int
    sides: Grid
    aspects: Histogram


class Centers(Struct, frozen=True):
    """Centres of boxes as shares of their image, from its upper left corner.

    `outside`: not within the image; `not_counted`: no centre, or an image of unknown size.
    """

    counted: int
    outside: int
    not_counted: int
    grid: Grid


class Angles(Struct, frozen=True):
    """Directions of the longer side of turned boxes in degrees, clockwise on screen; half a turn leads back."""

    counted: int
    histogram: Histogram


class Description(Struct, frozen=True):
    """All that is told of a dataset or of one split of it.

    Crowd and ignore regions are counted in `ignored` and nowhere else. `shapes` counts the others by what is drawn for
    them: "box", "quad", "rotated", or "none" where there is nothing that can be measured.
    """

    files: int
    images: int
    images_without_annotations: int
    annotations: int
    ignored: int
    shapes: Mapping[str, int]
    classes: tuple[ClassCount, ...]
    boxes_per_image: BoxesPerImage
    image_sizes: ImageSizes
    sizes: Sizes
    centers: Centers
    angles: Angles


class Unreadable(Struct, frozen=True):
    """A file that could not be read in full, and why."""

    path: str
    problem: str


class Distributions(Struct, frozen=True):
    """A dataset, and each of its splits by name in the order train, val, test; files of no split are in none."""

    all: Description
    splits: Mapping[str, Description]
    unreadable: tuple[Unreadable, ...] = ()
