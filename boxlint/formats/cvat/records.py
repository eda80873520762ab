"""The records of CVAT XML as validated models: the attributes of shapes."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from boxlint.syntax.xml.models import XmlRecord, explain_with
from boxlint.syntax.xml.points import read_points, split_points
from boxlint.text.models import TextNumber
from boxlint.text.quoting import quote


def _check_points(text: str) -> str:
    for place, point in enumerate(split_points(text), 1):
        if not read_points([point]).is_sound:
            words = {"place": place, "got": quote(point)}
            raise PydanticCustomError("points", "point {place}: expected two numbers x,y, got {got}", words)
    return text


PointsText = Annotated[str, AfterValidator(_check_points)]
"""Points as "x,y;x,y": pixels."""


class CvatShape(XmlRecord):
    """What every shape has: its label; that of a shape in a track is the track's."""

    label: str


class CvatTag(CvatShape):
    """A `tag`: a label of the whole image."""


class CvatBox(CvatShape):
    """A `box`: corners in pixels, before it is turned by `rotation`, degrees clockwise on screen, about its centre."""

    xtl: TextNumber
    ytl: TextNumber
    xbr: TextNumber
    ybr: TextNumber
    rotation: TextNumber = 0.0


class CvatEllipse(CvatShape):
    """An `ellipse`: centre and radii in pixels, `rotation` in degrees clockwise on screen."""

    cx: TextNumber
    cy: TextNumber
    rx: TextNumber
    ry: TextNumber
    rotation: TextNumber = 0.0


class CvatPolygon(CvatShape):
    """A `polygon`: its vertices."""

    points: PointsText


class CvatPolyline(CvatPolygon):
    """A `polyline`: its vertices."""


class CvatPoints(CvatPolygon):
    """The `points` of one object, outside of a skeleton."""


class CvatSkeleton(CvatShape):
    """A `skeleton`: each of its `points` has one point."""

    points: PointsText


class CvatMask(CvatShape):
    """A `mask`: the place of its pixels in the image, and their run lengths row by row, background first."""

    rle: str
    left: TextNumber
    top: TextNumber
    width: TextNumber
    height: TextNumber

    @model_validator(mode="after")
    def _check_runs(self) -> CvatMask:
        runs = [run.strip() for run in self.rle.split(",")]
        odd = next((run for run in runs if not run.isdecimal()), None)
        if odd is not None:
            raise PydanticCustomError("runs", "rle: expected run lengths, got {got}", {"got": quote(odd)})
        total, pixels = sum(map(int, runs)), self.width * self.height
        if total > pixels:
            words = {"total": total, "width": f"{self.width:g}", "height": f"{self.height:g}"}
            raise PydanticCustomError("runs", "rle: {total} pixels, expected at most {width} x {height}", words)
        return self


class CvatCuboid(CvatShape):
    """A `cuboid`: the corners of its two faces as they are seen in the picture, pixels."""

    xtl1: TextNumber
    ytl1: TextNumber
    xbl1: TextNumber
    ybl1: TextNumber
    xtr1: TextNumber
    ytr1: TextNumber
    xbr1: TextNumber
    ybr1: TextNumber
    xtl2: TextNumber
    ytl2: TextNumber
    xbl2: TextNumber
    ybl2: TextNumber
    xtr2: TextNumber
    ytr2: TextNumber
    xbr2: TextNumber
    ybr2: TextNumber


MODELS: Final[dict[str, type[CvatShape]]] = {
    "box": CvatBox,
    "ellipse": CvatEllipse,
    "polygon": CvatPolygon,
    "polyline": CvatPolyline,
    "points": CvatPoints,
    "skeleton": CvatSkeleton,
    "mask": CvatMask,
    "cuboid": CvatCuboid,
    "tag": CvatTag,
}
"""The model of each kind of shape, by the name of its element."""


def explain(kind: str, fields: Any, place: str) -> str:
    """What is wrong with a shape at `place`, as one sentence; blank where nothing is. `fields` are its attributes."""
    if kind not in MODELS:
        return f"{place}: expected one of {', '.join(MODELS)}, got {quote(kind)}"
    return explain_with(MODELS[kind], fields, place, "a shape with attributes")
