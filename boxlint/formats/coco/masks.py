"""The masks of annotations: rows of a table, and for fixes the area and extent of one annotation's mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import msgspec
import numpy as np

from boxlint.formats.coco.run_lengths import measure_lists, measure_texts
from boxlint.syntax.json.numbers import as_number, float_of
from boxlint.syntax.json.text import JsonError, parse
from boxlint.tables import Table, Text, make_table, sparse_text
from boxlint.text.editing import Mask
from boxlint.text.quoting import in_words


class _RunLengths(msgspec.Struct):
    """`size` is [height, width]; `counts` the lengths of runs down the columns, background first."""

    size: tuple[int, int]
    counts: list[int] | str


_DECODER: Final = msgspec.json.Decoder(list[_RunLengths])
_NO_TEXT: Final = "counts: not the text of run lengths"
_NO_RUNS: Final = "counts: a run length is negative or huge"
_AT_ONCE: Final = 2**18
"""Characters and run lengths that are decoded together: more would fall out of the processor's cache."""


class MaskRows:
    """The rows of the mask table so far: run lengths in whatever state they are written."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._sizes: list[tuple[float, float]] = []
        self._problems: dict[int, str] = {}
        self._waiting: list[Sequence[int] | str] = []
        self._waiting_length = 0
        self._measured: list[dict[str, Any]] = []

    def add_texts(self, rows: Any, texts: Sequence[Any]) -> None:
        """The run lengths of annotations `rows` (N,), each the JSON text of an object."""
        pieces = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts))) // _AT_ONCE
        edges = [0, *(np.flatnonzero(np.diff(pieces)) + 1).tolist(), len(texts)]
        for start, stop in pairwise(edges):
            self._add_run(rows[start:stop].tolist(), texts[start:stop])

    def _add_run(self, rows: Sequence[int], texts: Sequence[Any]) -> None:
        try:
            found = _DECODER.decode(b"".join((b"[", b",".join(texts), b"]")))
        except (msgspec.DecodeError, RecursionError):
            for row, text in zip(rows, texts, strict=True):
                value = parse(bytes(text))
                # an empty object stands for no mask, as an empty list does
                if value:
                    self.add(row, value)
            return
        for row, run_lengths in zip(rows, found, strict=True):
            height, width = run_lengths.size
            self._add(row, (as_number(height), as_number(width)), run_lengths.counts)

    def add(self, row: int, value: dict[str, Any]) -> None:
        """The run lengths of one annotation, as any JSON object."""
        size, counts = value.get("size"), value.get("counts")
        sides = size if isinstance(size, list) and len(size) == len("hw") else (size, size)
        height, width = map(as_number, sides)
        odd = next((side for side in sides if not as_number(side).is_integer()), None)
        if not (height.is_integer() and width.is_integer()):
            problem = f"size: expected [height, width] in whole pixels, got {in_words(odd)}"
            self._add(row, (height, width), (), problem)
        elif isinstance(counts, list) and all(as_number(run).is_integer() for run in counts):
            self._add(row, (height, width), [int(run) for run in counts])
        elif isinstance(counts, str):
            self._add(row, (height, width), counts)
        else:
            reason = "expected whole numbers" if isinstance(counts, list) else f"got {in_words(counts)}"
            self._add(row, (height, width), (), f"counts: expected run lengths as a list or a text, {reason}")

    def _add(self, row: int, size: tuple[float, float], counts: Sequence[int] | str, problem: str = "") -> None:
        if not problem and min(size) < 1:
            problem = f"size: expected a height and a width of at least 1, got {size[0]:g} and {size[1]:g}"
        if problem:
            self._problems[len(self._rows)] = problem
        self._rows.append(row)
        self._sizes.append(size)
        self._waiting.append(counts)
        self._waiting_length += len(counts)
        if self._waiting_length >= _AT_ONCE:
            self._measure()

    def _measure(self) -> None:
        """Make columns of the run lengths that wait, and let go of them."""
        counts = self._waiting
        heights, widths = np.array(self._sizes[len(self._rows) - len(counts) :], np.float64).reshape(-1, 2).T
        is_text = np.fromiter((isinstance(runs, str) for runs in counts), np.bool_, len(counts))
        columns: dict[str, Any] = {"height": heights, "width": widths}
        measures: list[tuple[Any, Any]] = [(is_text, measure_texts), (~is_text, measure_lists)]
        for chosen, measure in measures:
            rows = np.flatnonzero(chosen)
            found = measure([counts[row] for row in rows.tolist()], heights[rows], widths[rows])
            for name, values in found.items():
                columns.setdefault(name, np.full(len(counts), np.nan))[rows] = values
        first = len(self._rows) - len(counts)
        for row in np.flatnonzero(np.isnan(columns["run_total"])).tolist():
            self._problems.setdefault(first + row, _NO_TEXT if is_text[row] else _NO_RUNS)
        self._measured.append(columns)
        self._waiting, self._waiting_length = [], 0

    def table(self) -> Table:
        """All rows, in the order of annotations."""
        self._measure()
        columns = {name: np.concatenate([part[name] for part in self._measured]) for name in self._measured[0]}
        columns["run_total"][list(self._problems)] = np.nan
        order = np.argsort(self._rows, kind="stable")
        ordered: dict[str, Any] = {name: column[order] for name, column in columns.items()}
        ordered["annotation"] = np.array(self._rows, np.int64)[order]
        problem = sparse_text(len(order), self._problems)
        ordered["problem"] = Text(problem.codes[order], problem.values)
        return make_table("mask", len(order), ordered)


def read_mask(record: bytes) -> Mask | None:
    """The mask of an annotation, given its JSON text; None where it has none that can be read and holds anything.

    The area of polygons is the sum of what each encloses, which is how COCO's own `area` is written, and their
    extent is that of their vertices; of run lengths both are those of the pixels.
    """
    try:
        value = parse(record)
    except JsonError:
        return None
    shape = value.get("segmentation") if isinstance(value, dict) else None
    if isinstance(shape, dict):
        return _run_mask(shape)
    polygons = [_numbers(part) for part in shape] if isinstance(shape, list) else []
    return _polygon_mask(polygons)


def read_polygons(record: bytes) -> list[list[float]]:
    """The numbers of an annotation's polygons, by part, given its JSON text; nothing of a part that has others."""
    try:
        value = parse(record)
    except JsonError:
        return []
    parts = value.get("segmentation") if isinstance(value, dict) else None
    return [_numbers(part) for part in parts] if isinstance(parts, list) else []


def _numbers(part: Any) -> list[float]:
    numbers = [float_of(item) for item in part] if isinstance(part, list) else []
    complete = [number for number in numbers if number is not None]
    return complete if len(complete) == len(numbers) else []


def _polygon_mask(polygons: Sequence[Sequence[float]]) -> Mask | None:
    if not polygons or any(len(polygon) < 6 or len(polygon) % 2 for polygon in polygons):
        return None
    parts = [np.array(polygon, np.float64).reshape(-1, 2) for polygon in polygons]
    vertices = np.concatenate(parts)
    with np.errstate(all="ignore"):
        area = math.fsum(map(_enclosed_area, parts))
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    extent = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Mask(area, extent) if all(map(math.isfinite, (area, *extent))) else None


def _enclosed_area(vertices: Any) -> float:
    """The area that a polygon encloses, by the shoelace formula. `vertices` (n, 2)."""
    # from a vertex on, so that few digits cancel
    x, y = (vertices - vertices[0]).T
    return float(abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2)


def _run_mask(shape: dict[str, Any]) -> Mask | None:
    rows = MaskRows()
    rows.add(0, shape)
    (area,), *extent = (rows.table()[name].tolist() for name in ("area", "x_min", "y_min", "x_max", "y_max"))
    x_min, y_min, x_max, y_max = (side for (side,) in extent)
    return Mask(area, (x_min, y_min, x_max, y_max)) if area > 0 else None
