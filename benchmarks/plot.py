"""A picture of results: a bar for each command's wall time and one for its peak memory, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from benchmarks.results import Summary

_WIDTH: Final = 840
_MARGIN: Final = 24
_NAMES: Final = 206
"""Width of the column of names, in pixels as all that follows."""
_GAP: Final = 36
_PANEL: Final = (_WIDTH - 2 * _MARGIN - _NAMES - _GAP) // 2
_LABEL: Final = 66
"""Kept free behind the longest bar."""
_HEAD: Final = 82
_ROW: Final = 30
_BAR: Final = 18
_FOOT: Final = 48
_LEAST: Final = 1.5
"""A bar is seen, however short."""

_STYLE: Final = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .quiet { fill: #59636e; font-size: 12px }
  .own { font-weight: 600 }
  .bar { fill: #b6bec8 }
  .bar.own { fill: #0969da }
  .axis { stroke: #d1d9e0; stroke-width: 1 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .quiet { fill: #9198a1 }
    .bar { fill: #565f69 }
    .bar.own { fill: #4493f8 }
    .axis { stroke: #3d444d }
  }
"""


def draw(title: str, note: str, summaries: Sequence[Summary]) -> str:
    """The picture, the quickest first; boxlint's own stand out, and the bars of a panel are to one scale from zero."""
    summaries = sorted(summaries, key=lambda one: one.wall)
    size = _sizes(max(one.memory for one in summaries))
    words = [f"{one.command}: {seconds(one.wall)}, {size(one.memory)}" for one in summaries]
    bottom = _HEAD + _ROW * len(summaries)
    left = _MARGIN + _NAMES
    memory = "peak memory, all processes" if all(one.is_proportional for one in summaries) else "peak resident memory"
    height = bottom + _FOOT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"',
        '  role="img" aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape("; ".join(words))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{_MARGIN}" y="34">{escape(title)}</text>',
        *_names(summaries),
        *_panel(left, "wall time", summaries, lambda one: one.wall, seconds),
        *_panel(left + _PANEL + _GAP, memory, summaries, lambda one: one.memory, size),
        f'<text class="quiet" x="{_MARGIN}" y="{bottom + 32}">{escape(note)}</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _names(summaries: Sequence[Summary]) -> Iterator[str]:
    for row, one in enumerate(summaries):
        x, y = _MARGIN + _NAMES - 12, _HEAD + _ROW * row + _ROW / 2 + 4.5
        yield f'<text class="{_kind(one)}" x="{x}" y="{y:g}" text-anchor="end">{escape(one.command)}</text>'


def _panel(
    left: float,
    heading: str,
    summaries: Sequence[Summary],
    value: Callable[[Summary], float],
    text: Callable[[float], str],
) -> Iterator[str]:
    """The bars of one quantity, each with its value behind it."""
    scale = (_PANEL - _LABEL) / max(map(value, summaries))
    bottom = _HEAD + _ROW * len(summaries)
    yield f'<text class="quiet" x="{left}" y="{_HEAD - 14}">{escape(heading)}</text>'
    for row, one in enumerate(summaries):
        top = _HEAD + _ROW * row + (_ROW - _BAR) / 2
        length = max(value(one) * scale, _LEAST)
        yield f'<rect class="bar {_kind(one)}" x="{left}" y="{top:g}" width="{length:.1f}" height="{_BAR}" rx="2"/>'
        x, y = left + length + 7, top + _BAR / 2 + 4.5
        yield f'<text class="{_kind(one)}" x="{x:.1f}" y="{y:g}">{escape(text(value(one)))}</text>'
    yield f'<line class="axis" x1="{left}" y1="{_HEAD - 4}" x2="{left}" y2="{bottom + 4}"/>'


def _kind(one: Summary) -> str:
    return "own" if one.command.startswith("boxlint") else "peer"


def seconds(value: float) -> str:
    """A time with two or three digits."""
    return f"{value:.0f} s" if value >= 20 else f"{value:.1f} s" if value >= 1 else f"{value:.2f} s"


def _sizes(largest: float) -> Callable[[float], str]:
    """How sizes in bytes are written: in one unit for all."""
    if largest >= 2**30:
        return lambda value: f"{value / 2**30:.2f} GiB"
    return lambda value: f"{value / 2**20:.0f} MiB"
