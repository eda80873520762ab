"""SVG as text: elements, numbers, and strangers' text that cannot become markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Final

from boxlint.reports.values import printable

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escaped(text: str) -> str:
    """Text as XML has it; what is not printable, which XML may not even hold, by its code."""
    return printable(text).translate(_ENTITIES)


def coordinate(value: float) -> str:
    """A finite coordinate to a hundredth. Raises `ValueError` for any other."""
    if not isfinite(value):
        raise ValueError(f"{value} is no coordinate")
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def element(name: str, /, *content: str, title: str = "", **attributes: float | str) -> str:
    """An element with its content, which is markup already; `_` in names of attributes stands for `-`.

    `title` is plain text that browsers show for the element under the pointer.
    """
    return _markup(name, content, title, attributes)


def _markup(name: str, content: Sequence[str], title: str, attributes: Mapping[str, float | str]) -> str:
    shown = "".join(f' {key.strip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    inside = (f"<title>{escaped(title)}</title>" if title else "") + "".join(content)
    return f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>"


def _value(value: float | str) -> str:
    return escaped(value) if isinstance(value, str) else coordinate(value)


def text(x: float, y: float, content: str, **attributes: float | str) -> str:
    """Plain text whose baseline begins at a point."""
    return _markup("text", [escaped(content)], "", {"x": x, "y": y, **attributes})


def line(x1: float, y1: float, x2: float, y2: float, **attributes: float | str) -> str:
    """A straight line."""
    path = f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}"
    return _markup("path", (), "", {"d": path, **attributes})


def rectangle(x: float, y: float, width: float, height: float, title: str = "", **attributes: float | str) -> str:
    """A rectangle."""
    return _markup("rect", (), title, {"x": x, "y": y, "width": width, "height": height, **attributes})


def figure(width: float, height: float, title: str, *content: str) -> str:
    """A whole drawing; its title is what a screen reader says of it."""
    return element(
        "svg",
        *content,
        title=title,
        xmlns="http://www.w3.org/2000/svg",
        class_="figure",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        role="img",
        font_family="system-ui, sans-serif",
        font_size=12,
        fill="var(--ink)",
    )
