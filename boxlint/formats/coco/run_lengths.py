"""COCO's run lengths: masks as the lengths of runs of pixels down the columns, background first.

Everything is checked here, because pycocotools trusts what it is given: it reads and writes beyond its buffers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from msgspec import Struct

_LONGEST_RUN_TEXT: Final = 7
_MOST_PIXELS: Final = 2**32 - 1
"""pycocotools counts pixels in 32 bits."""


class Runs(Struct, frozen=True):
    """The runs of N masks: `lengths` (R,) int64 of all of them, how many `counts` (N,) each has, and `sound` (N,).

    What is not sound is no text of run lengths, and its lengths mean nothing.
    """

    lengths: Any
    counts: Any
    sound: Any


def decode_texts(texts: Sequence[str]) -> Runs:
    """The runs in COCO's compressed texts.

    A number is a group of characters of six bits from "0" on: five bits of the number, the lowest first, and one
    that says that more follow; the highest bit of all is the sign. From the fourth number on, it is the difference
    from the number two places before.
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    symbols = np.frombuffer(b"".join(encoded), np.uint8).astype(np.int64) - ord("0")
    owner = np.repeat(np.arange(len(encoded)), sizes)
    goes_on = (symbols & 32) != 0
    is_last = np.zeros(len(symbols), np.bool_)
    is_last[np.cumsum(sizes)[sizes > 0] - 1] = True
    ends = np.flatnonzero(~goes_on | is_last)
    starts = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
    spans = ends - starts + 1
    faulty = [
        owner[(symbols < 0) | (symbols >= 64) | (goes_on & is_last)],
        owner[ends[spans > _LONGEST_RUN_TEXT]],
        np.flatnonzero(sizes == 0),
    ]
    places = np.minimum(np.arange(len(symbols)) - np.repeat(starts, spans), _LONGEST_RUN_TEXT)
    lengths = np.add.reduceat((symbols & 31) << (5 * places), starts) if len(starts) else starts
    lengths -= np.where(symbols[ends] & 16, 1 << (5 * np.minimum(spans, _LONGEST_RUN_TEXT)), 0)
    counts = np.bincount(owner[ends], minlength=len(encoded))
    sound = np.ones(len(encoded), np.bool_)
    sound[np.concatenate(faulty)] = False
    return Runs(_summed(lengths, counts), counts, sound)


def _summed(differences: Any, counts: Any) -> Any:
    """The lengths whose differences from the length two places before are given, from the fourth of each mask on."""
    place = np.arange(len(differences)) - np.repeat(np.cumsum(counts) - counts, counts)
    owner = np.repeat(np.arange(len(counts)), counts)
    lengths = differences.copy()
    for chosen in ((place % 2 == 1), (place % 2 == 0) & (place > 0)):
        rows = np.flatnonzero(chosen)
        sums = np.cumsum(differences[rows])
        is_first = np.diff(owner[rows], prepend=-1) != 0
        before = (sums - differences[rows])[is_first]
        lengths[rows] = sums - np.repeat(before, np.diff(np.flatnonzero(is_first), append=len(rows)))
    return lengths


def listed_runs(lists: Sequence[Sequence[int]]) -> Runs:
    """The runs that are written as lists of integers; sound unless one has more than 64 bits."""
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    try:
        lengths = np.fromiter(chain.from_iterable(lists), np.int64, int(counts.sum()))
    except OverflowError:
        sound = np.array([all(-(2**63) <= run < 2**63 for run in runs) for runs in lists], np.bool_)
        kept = listed_runs([runs if is_sound else () for runs, is_sound in zip(lists, sound, strict=True)])
        return Runs(kept.lengths, kept.counts, sound)
    return Runs(lengths, counts, np.ones(len(lists), np.bool_))


def measure_runs(runs: Runs, heights: Any, widths: Any) -> dict[str, Any]:
    """The columns of masks by their names in the schema: run_total, area and extent of the pixels.

    `heights`, `widths` (N,) float64. A total is NaN where a run is negative or longer than any image; area and
    extent are NaN unless the runs fill a positive height x width.
    """
    owner = np.repeat(np.arange(len(runs.counts)), runs.counts)
    sound = runs.sound.copy()
    sound[owner[(runs.lengths < 0) | (runs.lengths > _MOST_PIXELS)]] = False
    lengths = np.where(sound[owner], runs.lengths, 0)
    totals = np.bincount(owner, lengths, len(sound))
    with np.errstate(all="ignore"):
        pixels = heights * widths
        fills = sound & (totals == pixels) & (heights > 0) & (pixels > 0) & (pixels <= _MOST_PIXELS)
    nothing = np.full(len(sound), np.nan)
    columns = {"run_total": np.where(sound, totals, np.nan), "area": nothing.copy()}
    columns |= {name: nothing.copy() for name in ("x_min", "y_min", "x_max", "y_max")}

    last = np.cumsum(lengths) - np.repeat(np.cumsum(totals.astype(np.int64)) - totals.astype(np.int64), runs.counts) - 1
    place = np.arange(len(lengths)) - np.repeat(np.cumsum(runs.counts) - runs.counts, runs.counts)
    chosen = (place % 2 == 1) & (lengths > 0) & fills[owner]
    columns["area"][fills] = np.bincount(owner[chosen], lengths[chosen], len(sound))[fills]
    if chosen.any():
        owners, last, first = owner[chosen], last[chosen], (last - lengths + 1)[chosen]
        height = heights[owners].astype(np.int64)
        # a run that goes on in the next column reaches from edge to edge
        is_tall = first // height != last // height
        tops, bottoms = np.where(is_tall, 0, first % height), np.where(is_tall, height - 1, last % height)
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        rows = owners[starts]
        columns["x_min"][rows] = np.minimum.reduceat(first // height, starts)
        columns["y_min"][rows] = np.minimum.reduceat(tops, starts)
        columns["x_max"][rows] = np.maximum.reduceat(last // height, starts) + 1
        columns["y_max"][rows] = np.maximum.reduceat(bottoms, starts) + 1
    return columns
