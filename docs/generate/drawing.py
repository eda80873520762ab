"""A picture as SVG: two panels, each with its shapes, the border of its image, and the numbers below.

What is bad is red and dashed, what is good blue and solid, what is neither grey and thin. The colours follow the
reader's light or dark setting; the drawing has a ground of its own, so that it is legible on any page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import Final

from docs.generate.outlines import drawn_shape
from docs.generate.pictures import Panel, Picture
from docs.generate.shapes import number
from docs.generate.view import Extent, View, common, extent_of, view_of

_WIDTH: Final = 350
_GAP: Final = 10
_PLOT: Final = (52, 38, 286, 190)
"""Left, top, width and height of the plot in a panel."""
_LINE: Final = 16
_CHARACTERS: Final = 50
"""How many fit into a line of notes."""
_MOST_LINES: Final = 5
_STYLE: Final = (
    "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}"
    ".t{font-weight:600;font-size:13px}.k{fill:#59636e;font-size:10.5px}.e{text-anchor:end}.m{text-anchor:middle}"
    ".card{fill:#fff;stroke:#d1d9e0}.out{fill:#f0f2f5}.in{fill:#fff;stroke:#59636e}"
    ".s{fill-opacity:.13;fill-rule:evenodd;stroke-width:2.5;stroke-linejoin:round}.l{fill:none}.z{stroke-width:4}"
    ".bad{stroke:#c62828;fill:#c62828}.bad.s{stroke-dasharray:7 4}.good{stroke:#0b57d0;fill:#0b57d0}"
    ".s.many{stroke-width:1.2;fill-opacity:.04}.bad.many{stroke-dasharray:3 2}"
    ".side{stroke:#6e7781;fill:#6e7781}.side.s{stroke-width:1.5}.s.l{fill:none}"
    "text.bad{fill:#c62828;stroke:none}text.good{fill:#0b57d0;stroke:none}text.side{stroke:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.k{fill:#9198a1}.card{fill:#0d1117;stroke:#3d444d}"
    ".out{fill:#1c2128}.in{fill:#0d1117;stroke:#9198a1}.bad{stroke:#ff8a80;fill:#ff8a80}"
    ".good{stroke:#82b1ff;fill:#82b1ff}.side{stroke:#9198a1;fill:#9198a1}"
    "text.bad{fill:#ff8a80}text.good{fill:#82b1ff}}"
)
_MARKS: Final = {"bad": "m0 0 9 9m0-9-9 9", "good": "m0 5 4 4 7-9", "after": "m0 5 4 4 7-9"}


def drawing(picture: Picture) -> str:
    """The SVG of a picture."""
    panels = (picture.bad, picture.other)
    extents = common(*map(extent_of, panels))
    notes = [_lines(panel) for panel in panels]
    height = _PLOT[1] + _PLOT[3] + 2 * _LINE + _LINE * max(map(len, notes)) + 4
    width = 2 * _WIDTH + _GAP
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(alternative(picture))}</title><style>{_STYLE}</style>",
    ]
    for position, (panel, extent, lines) in enumerate(zip(panels, extents, notes, strict=True)):
        parts.append(f'<g transform="translate({position * (_WIDTH + _GAP)})">')
        parts.append(f'<rect class="card" x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" rx="6"/>')
        parts += _panel(panel, extent, lines)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


def alternative(picture: Picture) -> str:
    """What the picture shows, for those who cannot see it."""
    sides = (f"{panel.title}: {'; '.join(panel.notes[:2])}" for panel in (picture.bad, picture.other))
    return ". ".join(side[0].upper() + side[1:] for side in sides)


def _panel(panel: Panel, extent: Extent | None, lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    color = _color(panel)
    left, top, width, height = _PLOT
    yield f'<path class="{color} l" stroke-width="2.5" transform="translate(15 11)" d="{_MARKS[panel.kind]}"/>'
    yield f'<text class="t" x="32" y="20">{escape(panel.title)}</text>'
    if panel.image_size:
        size = " × ".join(map(number, panel.image_size))
        yield f'<text class="k e" x="{left + width}" y="20">image {size} px</text>'
    if extent is None:
        yield from _undrawable(panel)
    else:
        yield f'<svg x="{left}" y="{top}" width="{width}" height="{height}">'
        view = view_of(extent, 0, 0, width, height)
        yield from _ground(panel, view)
        in_order = sorted(range(len(panel.shapes)), key=lambda position: position in panel.hit)
        for position in in_order:
            shape = panel.shapes[position]
            if shape.is_finite:
                kind = color if panel.kind != "bad" or position in panel.hit else "side"
                yield from drawn_shape(shape, kind, view, len(panel.shapes))
        yield "</svg>"
        yield from _axes(panel, view)
    for line, (text, kind) in enumerate(lines):
        attributes = f' class="{kind}"' if kind else ""
        yield f'<text{attributes} x="14" y="{top + height + 2 * _LINE + 2 + line * _LINE}">{escape(text)}</text>'


def _ground(panel: Panel, view: View) -> Iterator[str]:
    """The plot: the image lighter than what is outside of it; without a size, all is taken for image."""
    _, _, width, height = _PLOT
    yield f'<rect class="{"out" if panel.image_size else "card"}" width="{width}" height="{height}"/>'
    if panel.image_size:
        (x1, y1), (x2, y2) = view.place((0, 0)), view.place(panel.image_size)
        # far beyond the plot a border is cut off anyway, and huge numbers make large files
        x1, y1, x2, y2 = max(x1, -9), max(y1, -9), min(x2, width + 9), min(y2, height + 9)
        if x1 < x2 and y1 < y2:
            yield f'<rect class="in" x="{x1:.4g}" y="{y1:.4g}" width="{x2 - x1:.4g}" height="{y2 - y1:.4g}"/>'


def _axes(panel: Panel, view: View) -> Iterator[str]:
    """The least and the largest coordinates of the shapes at the edges of the plot; x runs right, y down."""
    left, top, width, height = _PLOT
    points = [point for shape in panel.shapes if shape.is_finite for point in shape.outline or shape.points]
    (x1, x2), (y1, y2) = ((min(values), max(values)) for values in zip(*points, strict=True))
    places = [view.place((x, y)) for x, y in ((x1, y1), (x2, y2))]
    apart = places[1][0] - places[0][0], places[1][1] - places[0][1]
    if apart[0] < 44:
        across = [(sum(x for x, _ in places) / 2, _tick(x1) if x1 == x2 else f"{_tick(x1)} … {_tick(x2)}")]
    else:
        across = [(places[0][0], _tick(x1)), (places[1][0], _tick(x2))]
    spread = max(14 - apart[1], 0) / 2 if y1 != y2 else 0
    down = [(places[0][1] - spread, _tick(y1))] + [(places[1][1] + spread, _tick(y2))] * (y1 != y2)
    for x, text in across:
        yield f'<text class="k m" x="{min(max(x, 16), width - 16) + left:.4g}" y="{top + height + 13}">{text}</text>'
    for y, text in down:
        yield f'<text class="k e" x="{left - 4}" y="{y + top + 4:.4g}">{text}</text>'
    yield f'<text class="k e" x="{left - 4}" y="{top + 8}">y ↓</text>'
    yield f'<text class="k" x="{left - 26}" y="{top + height + 13}">x →</text>'


def _tick(value: float) -> str:
    return f"{value:.6g}"


def _undrawable(panel: Panel) -> Iterator[str]:
    left, top, width, height = _PLOT
    yield f'<rect class="out" x="{left}" y="{top}" width="{width}" height="{height}"/>'
    middle = f'x="{left + width / 2:g}" y="{top + height / 2:g}"'
    yield f'<text class="{_color(panel)} m" {middle}>cannot be drawn</text>'


def _lines(panel: Panel) -> list[tuple[str, str]]:
    """The notes, wrapped, each line with its class; those of a message have the colour of what is bad."""
    lines: list[tuple[str, str]] = []
    for position, note in enumerate(panel.notes):
        kind = "bad" if panel.kind == "bad" and position == 0 else ""
        lines += [(line, kind) for line in wrap(note, _CHARACTERS)]
    if len(lines) > _MOST_LINES:
        shown = len(panel.shapes)
        lines = [*lines[: _MOST_LINES - 1], (f"… {shown} shapes in all", "k")] if shown > 2 else lines
    return lines


def _color(panel: Panel) -> str:
    return "bad" if panel.kind == "bad" else "good"
