"""The masks of annotations: rows of a table, and for fixes the area and extent of one annotation's mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np

from boxlint.formats.coco.careful import as_number, float_of
from boxlint.formats.coco.chunk import sparse_text
from boxlint.formats.coco.run_lengths import decode_texts, listed_runs, measure_runs
from boxlint.formats.editing import Mask
from boxlint.formats.json_members import object_members
from boxlint.formats.json_text import JsonError, in_words, parse
from boxlint.tables import Table, Text, make_table


class _RunLengths(msgspec.Struct):
    """`size` is [height, width]; `counts` the lengths of runs down the columns, background first."""

    size: tuple[int, int]
    counts: list[int] | str


_DECODER: Final = msgspec.json.Decoder(list[list[float]] | _RunLengths)
_NO_TEXT: Final = "counts: not the text of run lengths"
_NO_RUNS: Final = "counts: a run length is negative or huge"
_RUNS_DECODER: Final = msgspec.json.Decoder(list[_RunLengths])


class MaskRows:
    """The rows of the mask table so far: run lengths in whatever state they are written."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._sizes: list[tuple[float, float]] = []
        self._counts: list[Any] = []
        self._problems: dict[int, str] = {}

    def add_texts(self, rows: Any, texts: Sequence[Any]) -> None:
        """The run lengths of annotations `rows` (N,), each the JSON text of an object."""
        try:
            found = _RUNS_DECODER.decode(b"".join((b"[", b",".join(texts), b"]")))
        except (msgspec.DecodeError, RecursionError):
            for row, text in zip(rows.tolist(), texts, strict=True):
                value = parse(bytes(text))
                # an empty object stands for no mask, as an empty list does
                if value:
                    self.add(row, value)
            return
        for row, run_lengths in zip(rows.tolist(), found, strict=True):
            self._add(row, run_lengths.size, run_lengths.counts)

    def add(self, row: int, value: dict[str, Any]) -> None:
        """The run lengths of one annotation, as any JSON object."""
        size, counts = value.get("size"), value.get("counts")
        sides = [as_number(side) for side in size] if isinstance(size, list) else []
        height, width = sides if len(sides) == len("hw") else (math.nan, math.nan)
        if not (height.is_integer() and width.is_integer()):
            self._add(row, (height, width), (), f"size: expected [height, width] in whole pixels, got {in_words(size)}")
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
        self._counts.append(counts)

    def table(self) -> Table:
        """All rows, in the order of annotations."""
        heights, widths = np.array(self._sizes, np.float64).reshape(-1, 2).T
        is_text = np.fromiter((isinstance(counts, str) for counts in self._counts), np.bool_, len(self._counts))
        columns: dict[str, Any] = {"height": heights, "width": widths}
        for chosen, decode in ((is_text, decode_texts), (~is_text, listed_runs)):
            rows = np.flatnonzero(chosen)
            runs = decode([self._counts[row] for row in rows.tolist()])
            for name, values in measure_runs(runs, heights[rows], widths[rows]).items():
                columns.setdefault(name, np.full(len(chosen), np.nan))[rows] = values
        columns["run_total"][list(self._problems)] = np.nan
        for row in np.flatnonzero(np.isnan(columns["run_total"])).tolist():
            self._problems.setdefault(row, _NO_TEXT if is_text[row] else _NO_RUNS)
        order = np.argsort(self._rows, kind="stable")
        ordered = {name: column[order] for name, column in columns.items()}
        ordered["annotation"] = np.array(self._rows, np.int64)[order]
        problem = sparse_text(len(order), self._problems)
        ordered["problem"] = Text(problem.codes[order], problem.values)
        return make_table("mask", len(order), ordered)


def read_mask(record: bytes) -> Mask | None:
    """The mask of an annotation, given its JSON text; None where it has none that can be read and holds anything.

    The area of polygons is the sum of what each encloses, which is how COCO's own `area` is written, and their
    extent is that of their vertices; of run lengths both are those of the pixels.
    """
    members = object_members(record) or ()
    text = next(
        (record[member.start : member.end] for member in reversed(members) if member.key == "segmentation"), b""
    )
    try:
        shape = _DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return _run_mask(shape) if isinstance(shape, _RunLengths) else _polygon_mask(shape)


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


def _run_mask(shape: _RunLengths) -> Mask | None:
    runs = decode_texts([shape.counts]) if isinstance(shape.counts, str) else listed_runs([shape.counts])
    found = measure_runs(runs, *np.array([shape.size], np.float64).T)
    x_min, y_min, x_max, y_max = (float(found[name][0]) for name in ("x_min", "y_min", "x_max", "y_max"))
    return Mask(float(found["area"][0]), (x_min, y_min, x_max, y_max)) if found["area"][0] > 0 else None
