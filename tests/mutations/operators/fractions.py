"""Labels in fractions of the image's sides: values that are none, rows of other kinds, classes from 1."""

from __future__ import annotations

from random import Random

from tests.mutations.datasets import YoloDataset
from tests.mutations.operators.registry import at, operator
from tests.mutations.sites import Effect, Site

_YOLO = ("yolo",)


@operator("BX209", on=_YOLO)
def fraction_out_of_range(data: YoloDataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    values[random.randrange(2)] = random.choice([1.0101, 1.02, 1.5, 640, -0.0101, -0.02, -3])
    data.write(row, values)
    return at(row)


def _polygon(random: Random) -> list[str]:
    """A line with a polygon of three to nine points."""
    points = [random.uniform(0.1, 0.9) for _ in range(2 * random.randrange(3, 10))]
    return ["0", *(f"{value:.6f}" for value in points)]


@operator("BX022", on=_YOLO, removes=("BX902",))
def file_of_polygons(data: YoloDataset, random: Random) -> Effect:
    path = random.choice(list(data.documents))
    data.open(path)[:] = [_polygon(random) for _ in range(random.randrange(1, 5))]
    return at(Site("annotation", path, 0))


@operator("BX023", on=_YOLO)
def polygon_among_boxes(data: YoloDataset, random: Random) -> Effect:
    path = random.choice(list(data.documents))
    lines = data.open(path)
    lines.insert(random.randrange(len(lines) + 1), _polygon(random))
    return at(Site("file", path))


@operator("BX024", on=_YOLO)
def labels_that_are_not_utf8(data: YoloDataset, random: Random) -> Effect:
    path = random.choice(list(data.documents))
    text = data.content(path).decode()
    latin = text.replace(" ", "\N{NO-BREAK SPACE}").encode("latin-1")
    data.rewrite(path, random.choice([text.encode("utf-16"), latin]))
    return at(Site("file", path))


@operator("BX914", on=_YOLO)
def classes_from_one(data: YoloDataset, random: Random) -> Effect:
    classes = {int(data.category(row)) for row in data.rows()}
    if len(classes) < 3 or max(classes) >= len(classes):
        raise LookupError("too few classes, or with gaps")
    for row in data.rows():
        fields = data.record(row)
        fields[0] = str(int(fields[0]) + 1)
    return at(data.file_set())


@operator("BX923", on=_YOLO, implied=("BX209",))
def pixels_for_fractions(data: YoloDataset, random: Random) -> Effect:
    width, height = random.randrange(300, 2000), random.randrange(300, 2000)
    for row in data.rows():
        x, y, across, down = data.numbers(row)
        data.write(row, [x * width, y * height, across * width, down * height])
    return at(data.file_set())
