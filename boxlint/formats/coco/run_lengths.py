"""COCO's run lengths: masks as the lengths of runs of pixels down the columns, background first.

Everything is checked here, because pycocotools trusts what it is given: it reads and writes beyond its buffers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from msgspec import Struct

_GOES_ON: Final = 32
_LONGEST_RUN_TEXT: Final = 7
_MOST_PIXELS: Final = 2**32 - 1
"""pycocotools counts pixels in 32 bits."""
_LONGEST_PIECE: Final = 2**20
"""Characters of a text that are decoded at a time: at least those of four numbers, where the differences begin."""


class Runs(Struct, frozen=True):
    """The runs of N masks: `pairs` (P, 2) int64 of background and object, of which each has `counts` (N,), at least 1.

    What is not `sound` (N,) is no text of run lengths, and its lengths mean nothing.
    """

    pairs: Any
    counts: Any
    sound: Any


def decode_texts(texts: Sequence[str]) -> Runs:
    """The runs in COCO's compressed texts.

    A number is a group of characters of six bits from "0" on: five bits of the number, the lowest first, and one
    that says that more follow; the highest bit of all is the sign. From the fourth number on, it is the difference
    from the number two places before.
    """
    known = [text if text.isascii() else "" for text in texts]
    sizes = np.fromiter(map(len, known), np.int64, len(known))
    symbols = _symbols("".join(known))
    bounds = np.cumsum(sizes)
    sound = sizes > 0
    last = bounds[sound] - 1
    sound[sound] = symbols[last] & _GOES_ON == 0
    symbols[last] &= ~np.uint8(_GOES_ON)
    numbers, ends, faults = _numbers(symbols)
    sound[np.searchsorted(bounds, faults, "right")] = False
    return _summed(numbers, np.diff(np.searchsorted(ends, bounds), prepend=0), sound)


def _symbols(text: str) -> Any:
    """The values of characters; those that are none of the alphabet have more than six bits. Shape (C,), uint8."""
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8) - np.uint8(ord("0"))


def _numbers(symbols: Any) -> tuple[Any, Any, Any]:
    """The numbers (R,) int64 in a text, where they end (R,), and where something is that is no number (K,)."""
    ends = np.flatnonzero(symbols & _GOES_ON == 0)
    spans = np.diff(ends, prepend=-1)
    numbers = ((symbols[ends] << 3).view(np.int8) >> 3).astype(np.int64)
    rows = np.flatnonzero(spans > 1)
    for place in range(1, _LONGEST_RUN_TEXT):
        if not len(rows):
            break
        numbers[rows] = numbers[rows] << 5 | symbols[ends[rows] - place] & 31
        rows = rows[spans[rows] > place + 1]
    return numbers, ends, np.concatenate([np.flatnonzero(symbols >= 2 * _GOES_ON), ends[spans > _LONGEST_RUN_TEXT]])


def listed_runs(lists: Sequence[Sequence[int]]) -> Runs:
    """The runs that are written as lists of integers; sound unless one has more than 64 bits."""
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    try:
        lengths = np.fromiter(chain.from_iterable(lists), np.int64, int(counts.sum()))
    except OverflowError:
        sound = np.array([all(-(2**63) <= run < 2**63 for run in runs) for runs in lists], np.bool_)
        kept = listed_runs([runs if is_sound else () for runs, is_sound in zip(lists, sound, strict=True)])
        return Runs(kept.pairs, kept.counts, sound)
    return _paired(lengths, counts, np.ones(len(lists), np.bool_))


def _paired(lengths: Any, counts: Any, sound: Any) -> Runs:
    """Runs of N masks, of which each has `counts` (N,), with empty ones behind where a pair is not full."""
    lacking = np.where(counts == 0, 2, counts % 2)
    padded = np.insert(lengths, np.repeat(np.cumsum(counts), lacking), 0)
    return Runs(padded.reshape(-1, 2), (counts + lacking) // 2, sound)


def _summed(differences: Any, counts: Any, sound: Any) -> Runs:
    """The runs of which the differences from the run two before are given, from the fourth of each mask on."""
    runs = _paired(differences, counts, sound)
    starts = np.cumsum(runs.counts) - runs.counts
    first = runs.pairs[starts, 0]
    runs.pairs[starts, 0] = 0
    sums = np.cumsum(runs.pairs, axis=0)
    before = sums[starts] - runs.pairs[starts]
    for side in (0, 1):
        sums[:, side] -= np.repeat(before[:, side], runs.counts)
    sums[starts, 0] = first
    sums[(starts + runs.counts - 1)[counts % 2 == 1], 1] = 0
    return Runs(sums, runs.counts, sound)


def measure_texts(texts: Sequence[str], heights: Any, widths: Any) -> dict[str, Any]:
    """The columns of masks that are given as compressed texts; a long text is never decoded as a whole."""
    is_long = np.fromiter((len(text) > _LONGEST_PIECE for text in texts), np.bool_, len(texts))
    found = _measured(decode_texts(["" if long else text for text, long in zip(texts, is_long, strict=True)]), heights)
    for row in np.flatnonzero(is_long).tolist():
        pieces = np.concatenate([_measured(piece, heights[row : row + 1]) for piece in _pieces(texts[row])])
        found[row] = [merge.reduce(column) for merge, column in zip(_MERGES, pieces.T, strict=True)]
    return _columns(found, heights, widths)


def measure_lists(lists: Sequence[Sequence[int]], heights: Any, widths: Any) -> dict[str, Any]:
    """The columns of masks that are given as lists of integers."""
    return _columns(_measured(listed_runs(lists), heights), heights, widths)


def _pieces(text: str) -> Iterator[Runs]:
    """The runs of one text, piece by piece; each but the first has one of background for all that came before."""
    place = total = 0
    carried = np.zeros(2, np.int64)
    while place < len(text):
        symbols = _symbols(text[place : place + _LONGEST_PIECE])
        numbers, ends, faults = _numbers(symbols)
        is_last = place + _LONGEST_PIECE >= len(text)
        # background comes first, so that the next piece has to start with an object
        kept = len(ends) if is_last else len(ends) - (len(ends) + (place == 0)) % 2
        if len(faults) or kept <= 0 or (is_last and ends[-1] < len(symbols) - 1):
            yield Runs(np.zeros((1, 2), np.int64), np.ones(1, np.int64), np.zeros(1, np.bool_))
            return
        numbers = numbers[:kept]
        if place:
            numbers[:2] += carried[:kept]
            numbers = np.concatenate(([total], numbers))
        runs = _summed(numbers, np.array([len(numbers)]), np.ones(1, np.bool_))
        yield runs
        place += int(ends[kept - 1]) + 1
        carried = runs.pairs.ravel()[: len(numbers)][-2:]
        # more than fits is no mask, however much more
        total = min(max(int(runs.pairs.sum()), 0), _MOST_PIXELS + 1)


_MERGES: Final = (np.maximum, np.add, np.minimum, np.maximum, np.minimum, np.maximum)
"""What the pieces of a mask make together, by column of `_measured`."""


def _measured(runs: Runs, heights: Any) -> Any:
    """Of each mask the sum of its runs, the pixels of the object, the first and last of them, the first and last row.

    Shape (N, 6), NaN where a run is negative or longer than any image. Without a pixel the first ones are infinite and
    the last ones -1. `heights` (N,) float64.
    """
    pairs, counts = runs.pairs, runs.counts
    starts = np.cumsum(counts) - counts
    found = np.empty((len(counts), len(_MERGES)))
    if not len(counts):
        return found
    lengths = pairs.ravel()
    sound = runs.sound & (np.minimum.reduceat(lengths, 2 * starts) >= 0)
    sound &= np.maximum.reduceat(lengths, 2 * starts) <= _MOST_PIXELS
    if not sound.all():
        pairs = np.where(np.repeat(sound, counts)[:, None], pairs, 0)
    ends = np.cumsum(pairs).reshape(-1, 2)
    before = ends[starts, 0] - pairs[starts, 0]
    found[:, 0] = ends[starts + counts - 1, 1] - before
    found[:, 1] = np.add.reduceat(pairs[:, 1], starts)
    # floats are exact here, and divided in a fifth of the time
    first, last = np.ascontiguousarray(ends.T, np.float64) - np.repeat(before, counts)
    last -= 1
    height = np.repeat(np.clip(heights, 1, _MOST_PIXELS), counts)
    top = first - np.floor(first / height) * height
    bottom = last - first + top
    # a run that goes on in the next column reaches from edge to edge
    is_tall = bottom >= height
    top[is_tall], bottom[is_tall] = 0, height[is_tall] - 1
    is_there = last >= first
    for place, values in enumerate((first, last, top, bottom), 2):
        nothing = np.inf if _MERGES[place] is np.minimum else -1
        found[:, place] = _MERGES[place].reduceat(np.where(is_there, values, nothing), starts)
    found[~sound] = np.nan
    return found


def _columns(found: Any, heights: Any, widths: Any) -> dict[str, Any]:
    """The columns of masks by their names in the schema: run_total, area and extent of the pixels.

    `heights`, `widths` (N,) float64. Area and extent are NaN unless the runs fill a positive height x width.
    """
    totals, area, first, last, top, bottom = found.T
    with np.errstate(all="ignore"):
        pixels = heights * widths
        fills = (totals == pixels) & (heights > 0) & (pixels > 0) & (pixels <= _MOST_PIXELS)
        extent = {"x_min": first // heights, "y_min": top, "x_max": last // heights + 1, "y_max": bottom + 1}
    return {
        "run_total": totals,
        "area": np.where(fills, area, np.nan),
        **{name: np.where(fills & (area > 0), values, np.nan) for name, values in extent.items()},
    }
