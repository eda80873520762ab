"""What is drawn for each annotation, as sides, centre and direction, whatever the format."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.columns import PART_ROWS
from boxlint.tables import Table, Tables
from boxlint.vertices import smallest_rectangle


class Shapes(Struct, frozen=True):
    """M shapes, one an annotation: a box, else a quadrilateral, else a rotated box.

    `width` and `height` are the sides of an upright box, and of a turned one the longer and the shorter side; `x` and
    `y` are the centre. All in pixels, as they are written, so that they may be NaN or infinite.
    """

    kind: str
    annotation: Any
    width: Any
    height: Any
    x: Any
    y: Any


class Directions(Struct, frozen=True):
    """The direction of the longer side of M turned boxes in degrees, from 0 up to 180; NaN where there is none."""

    annotation: Any
    degrees: Any


def shapes(tables: Tables) -> tuple[list[Shapes], list[Directions]]:
    """The shapes of all annotations by kind, and the directions of those that are turned."""
    with np.errstate(all="ignore"):
        quads, quad_directions = _quads(tables.quads)
        rotated, rotated_directions = _rotated(tables.rotated)
        told = [_boxes(tables.boxes), quads, rotated]
    is_drawn = np.zeros(len(tables.annotations), np.bool_)
    chosen = [_first_of(found, is_drawn) for found in told]
    return [found for found in chosen if len(found.annotation)], [quad_directions, rotated_directions]


def _first_of(found: Shapes, is_drawn: Any) -> Shapes:
    """The shapes of annotations that have none so far; they have one from now on."""
    is_new = ~is_drawn[found.annotation] & (found.annotation >= 0)
    is_drawn[found.annotation[is_new]] = True
    if is_new.all():
        return found
    columns = (found.annotation, found.width, found.height, found.x, found.y)
    return Shapes(found.kind, *(column[is_new] for column in columns))


def _boxes(table: Table) -> Shapes:
    x, y = (table[f"{axis}_min"] + 0.5 * (table[f"{axis}_max"] - table[f"{axis}_min"]) for axis in "xy")
    return Shapes("box", table["annotation"], table["width"], table["height"], x, y)


def _quads(table: Table) -> tuple[Shapes, Directions]:
    columns = {name: np.empty(len(table)) for name in ("shorter", "longer", "x", "y", "degrees")}
    # part by part, because a rectangle takes many columns while it is sought
    for start in range(0, len(table), PART_ROWS):
        rows = slice(start, start + PART_ROWS)
        points = [(table[f"x{vertex}"][rows], table[f"y{vertex}"][rows]) for vertex in (1, 2, 3, 4)]
        shorter, longer, cosine, sine = smallest_rectangle(points)
        columns["shorter"][rows], columns["longer"][rows] = shorter, longer
        columns["x"][rows], columns["y"][rows] = (sum(0.25 * point[axis] for point in points) for axis in (0, 1))
        columns["degrees"][rows] = _folded(np.degrees(np.arctan2(sine, cosine)))
    owner = table["annotation"]
    found = Shapes("quad", owner, columns["longer"], columns["shorter"], columns["x"], columns["y"])
    return found, Directions(owner, columns["degrees"])


def _rotated(table: Table) -> tuple[Shapes, Directions]:
    width, height, owner = table["width"], table["height"], table["annotation"]
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    degrees = _folded(np.degrees(table["angle"]) + np.where(height > width, 90.0, 0.0))
    return Shapes("rotated", owner, longer, shorter, table["center_x"], table["center_y"]), Directions(owner, degrees)


def _folded(degrees: Any) -> Any:
    """Directions of a line: half a turn further it is the same."""
    folded = np.mod(degrees, 180.0)
    return np.where(folded >= 180.0, 0.0, folded)
