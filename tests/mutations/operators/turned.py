"""Quadrilaterals and rotated boxes."""

from __future__ import annotations

import math
from random import Random

from tests.mutations.datasets import Dataset
from tests.mutations.operators.registry import QUADS, TURNED, at, operator
from tests.mutations.sites import Effect, Site

Point = tuple[float, float]


def _points(data: Dataset, row: Site) -> list[Point]:
    values = data.numbers(row)
    return [(values[place], values[place + 1]) for place in (0, 2, 4, 6)]


def _write(data: Dataset, row: Site, points: list[Point]) -> Effect:
    data.write(row, [value for point in points for value in point])
    return at(row)


def _rolled(random: Random, points: list[Point]) -> list[Point]:
    """The same quadrilateral from another first vertex."""
    start = random.randrange(4)
    return points[start:] + points[:start]


def _along(start: Point, end: Point, part: float) -> Point:
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


@operator("BX502", on=QUADS)
def bow_tie(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    a, b, c, d = _rolled(random, _points(data, row))
    return _write(data, row, [a, c, b, d])


@operator("BX501", on=QUADS)
def collinear_vertices(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    a, b, _, _ = _rolled(random, _points(data, row))
    parts = sorted(random.uniform(0, 1) for _ in range(2))
    return _write(data, row, [a, _along(a, b, parts[0]), _along(a, b, parts[1]), b])


@operator("BX501", on=QUADS)
def hair_thin(data: Dataset, random: Random) -> Effect:
    """Just within a thousandth of its length."""
    row = data.pick(random)
    a, b, _, d = _points(data, row)
    thickness = random.choice([0.00099, random.uniform(0, 0.0009)]) * math.dist(a, b) / math.dist(a, d)
    return _write(
        data,
        row,
        _rolled(
            random, [a, b, _along(b, (b[0] + d[0] - a[0], b[1] + d[1] - a[1]), thickness), _along(a, d, thickness)]
        ),
    )


@operator("BX501", on=QUADS)
def all_vertices_equal(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    return _write(data, row, [random.choice(_points(data, row))] * 4)


@operator("BX515", on=QUADS)
def repeated_vertex(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    a, b, c, _ = _points(data, row)
    off = random.choice([0, 0.0005])
    return _write(data, row, _rolled(random, [a, b, c, (c[0] + off, c[1])]))


@operator("BX506", on=QUADS)
def thin_quad(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    a, b, _, d = _points(data, row)
    side, other = math.dist(a, b), math.dist(a, d)
    least = side / 95
    if least > 1.9:
        raise LookupError("too long to be only thin")
    part = random.choice([1.998, random.uniform(max(least, 0.2), 1.99)]) / other
    quad = [a, b, _along(b, (b[0] + d[0] - a[0], b[1] + d[1] - a[1]), part), _along(a, d, part)]
    return _write(data, row, _rolled(random, quad))


@operator("BX511", on=QUADS, implied=("BX506",))
def long_quad(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    a, b, _, d = _points(data, row)
    part = math.dist(a, b) / random.choice([100.01, random.uniform(100.1, 900)]) / math.dist(a, d)
    quad = [a, b, _along(b, (b[0] + d[0] - a[0], b[1] + d[1] - a[1]), part), _along(a, d, part)]
    return _write(data, row, _rolled(random, quad))


@operator("BX503", on=QUADS)
def dented_quad(data: Dataset, random: Random) -> Effect:
    """One vertex drawn inside the line through its neighbours."""
    row = data.pick(random)
    a, b, _, d = _points(data, row)
    middle = _along(b, d, 0.5)
    reach = abs((d[0] - b[0]) * (middle[1] - a[1]) - (d[1] - b[1]) * (middle[0] - a[0])) / math.dist(b, d)
    part = random.choice([0.0015, random.uniform(0.002, 0.6 * reach)]) / reach
    return _write(data, row, _rolled(random, [a, b, _along(middle, a, part), d]))


@operator("BX505", on=QUADS)
def reversed_order(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    return _write(data, row, _rolled(random, _points(data, row)[::-1]))


@operator("BX504", on=QUADS)
def skewed_quad(data: Dataset, random: Random) -> Effect:
    """A rhombus that fills little more than half of its rectangle."""
    row = data.pick(random)
    a, b, c, d = _points(data, row)
    if math.dist(a, b) < math.dist(a, d):
        a, b, c, d = b, c, d, a
    middle = _along(a, c, 0.5)
    long = (b[0] - a[0]) / 2, (b[1] - a[1]) / 2
    part = random.uniform(0.2, 0.35)
    short = -long[1] * part, long[0] * part
    signs = [(-1, 0), (0, -1), (1, 0), (0, 1)]
    rhombus = [(middle[0] + u * long[0] + v * short[0], middle[1] + u * long[1] + v * short[1]) for u, v in signs]
    return _write(data, row, _rolled(random, rhombus))


@operator("BX510", on=TURNED)
def nearly_square(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, _, angle = data.numbers(row)
    data.write(row, [x, y, width, width * (1 + random.choice([0, 1.5 / width, random.uniform(0, 1.5) / width])), angle])
    return at(row)


@operator("BX803", on=TURNED, implied=("BX511", "BX506"))
def singular_gaussian(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, _, _, _ = data.numbers(row)
    # on a diagonal all entries of the matrix are one number, once the shorter side is lost beside the longer one
    sides = [random.uniform(20, 150), 10 ** random.uniform(-6, -4)]
    data.write(row, [x, y, *random.sample(sides, 2), random.choice([-1, 1, 3]) * math.pi / 4])
    return at(row)


@operator("BX507", on=TURNED)
def no_rotated_side(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    values[random.choice((2, 3))] = random.choice([0, -0.0, -1e-6, -random.uniform(0, 500)])
    data.write(row, values)
    return at(row)


@operator("BX506", on=TURNED)
def thin_rotated_box(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    longer = min([*values[2:4], 150], key=lambda side: abs(side - 100))
    values[2:4] = random.sample([random.choice([1.998, random.uniform(max(longer / 95, 0.2), 1.99)]), longer], 2)
    data.write(row, values)
    return at(row)


@operator("BX511", on=TURNED, implied=("BX506",))
def long_rotated_box(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    longer = max(values[2:4])
    values[2:4] = random.sample([longer / random.choice([100.001, random.uniform(100.1, 5000)]), longer], 2)
    data.write(row, values)
    return at(row)


@operator("BX508", on=TURNED)
def angle_out_of_range(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    values[4] = random.choice([1, -1]) * random.choice([6.2832, 6.283196, random.uniform(6.29, 1000), 1e9])
    data.write(row, values)
    return at(row)


@operator("BX509", on=TURNED)
def degrees_for_radians(data: Dataset, random: Random) -> Effect:
    for row in data.rows():
        values = data.numbers(row)
        values[4] = round(math.degrees(values[4]), random.choice((0, 2, 6)))
        data.write(row, values)
    return at(data.file_set())


def _inside(data: Dataset, random: Random) -> tuple[Site, float, float]:
    row = data.pick(random)
    size = data.size(row)
    if not all(side > 0 for side in size):
        raise LookupError("no image size")
    return row, *size


@operator("BX512", on=("dior",))
def quad_outside_image(data: Dataset, random: Random) -> Effect:
    row, width, height = _inside(data, random)
    points = _points(data, row)
    xs, ys = zip(*points, strict=True)
    away = random.choice([0, 0.5, random.uniform(0, 3000)])
    x, y = random.choice(
        [(-max(xs) - away, 0), (width - min(xs) + away, 0), (0, -max(ys) - away), (0, height - min(ys) + away)]
    )
    return _write(data, row, [(a + x, b + y) for a, b in points])


@operator("BX513", on=("dior",))
def quad_partly_outside(data: Dataset, random: Random) -> Effect:
    row, width, height = _inside(data, random)
    points = _points(data, row)
    xs, ys = zip(*points, strict=True)
    out = random.choice([1.01, random.uniform(1.01, 7)])
    x, y = random.choice(
        [(-min(xs) - out, 0), (width - max(xs) + out, 0), (0, -min(ys) - out), (0, height - max(ys) + out)]
    )
    return _write(data, row, [(a + x, b + y) for a, b in points])


@operator("BX512", on=TURNED)
def rotated_outside_image(data: Dataset, random: Random) -> Effect:
    row, width, height = _inside(data, random)
    x, y, *rest = data.numbers(row)
    away = math.hypot(*rest[:2]) / 2 + random.choice([0.01, random.uniform(0, 3000)])
    data.write(row, [*random.choice([(-away, y), (width + away, y), (x, -away), (x, height + away)]), *rest])
    return at(row)
