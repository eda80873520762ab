"""What training would really see: what each effect of a framework reaches."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.findings import Findings
from boxlint.frameworks import EFFECTS, Framework
from boxlint.frameworks.forecast import consequence_of
from boxlint.places import records
from boxlint.variation import formats_of

_RECORDS: Final = ("annotation", "image", "category", "file", "file_set")
_ON_WHOLE_IMAGES: Final = frozenset({"poisons-image", "drops-image"})
_HARMLESS: Final = EFFECTS.index("none")


class Toll(Struct, frozen=True):
    """What a framework does to a dataset by one effect.

    `faults` are the records at fault, in `images` images, with `annotations` that suffer it: a fault of a category, a
    file or a file set is one of all annotations in it. `good_annotations` are the training targets with which nothing
    is wrong, and which go with a whole image nevertheless. Each counts under its worst effect only.
    """

    effect: str
    faults: int
    images: int
    annotations: int
    good_annotations: int


class _Reach(Struct, frozen=True):
    """The worst effect that reaches each row, as a place in `EFFECTS`, by table: faults, annotations and images."""

    faults: dict[str, Any]
    annotations: Any
    images: Any


def tolls(findings: Findings, framework: Framework) -> list[Toll]:
    """What a framework would do to the dataset, the worst effect first."""
    columns = Columns(findings.tables)
    reach = _reach(findings, framework, columns)
    link = columns("annotation", "image")
    linked = link >= 0
    lost = np.full(len(reach.images), _HARMLESS)
    for rank in (EFFECTS.index(effect) for effect in EFFECTS if effect in _ON_WHOLE_IMAGES):
        is_hit = reach.images == rank
        is_hit[link[linked & (reach.annotations == rank)]] = True
        lost = np.where(is_hit & (lost == _HARMLESS), rank, lost)
    is_good = linked & (reach.annotations == _HARMLESS) & columns("annotation", "is_target")
    found = []
    for rank in range(_HARMLESS):
        is_hit = reach.images == rank
        suffers = reach.annotations == rank
        is_hit[link[linked & suffers]] = True
        good = is_good & (lost[link] == rank) if len(lost) else is_good
        faults = sum(int((ranks == rank).sum()) for ranks in reach.faults.values())
        if faults and (is_hit.any() or suffers.any()):
            found.append(Toll(EFFECTS[rank], faults, int(is_hit.sum()), int(suffers.sum()), int(good.sum())))
    return found


def _reach(findings: Findings, framework: Framework, columns: Columns) -> _Reach:
    tables = findings.tables
    faults = {name: np.full(len(tables[name]), _HARMLESS) for name in _RECORDS}
    # of what is known before and not reported again, training sees as much
    for hits in (*findings.hits, *findings.baselined):
        consequence = consequence_of(framework, hits.rule, hits.table)
        if consequence is None:
            continue
        formats = formats_of(columns, hits.table)
        is_read = np.array([name in framework.reads for name in formats.values] + [False])[formats.codes[hits.rows]]
        table, rows = records(columns, hits.table, hits.rows[is_read])
        np.minimum.at(faults[table], rows, EFFECTS.index(consequence.effect))
    annotations, images = faults["annotation"].copy(), faults["image"].copy()
    for owner in ("category", "file", "file_set"):
        for ranks, table in ((annotations, "annotation"), (images, "image")):
            if owner != "category" or table == "annotation":
                _spread(faults[owner], columns(table, owner), ranks, keeps_rows=table == "annotation")
    return _Reach(faults, annotations, images)


def _spread(faults: Any, link: Any, ranks: Any, *, keeps_rows: bool) -> None:
    """Let what is wrong with owners reach their rows; what loses whole images leaves their annotations as they are."""
    if not len(faults):
        return
    reached = np.where(link >= 0, faults[link], _HARMLESS)
    if keeps_rows:
        whole = [EFFECTS.index(effect) for effect in EFFECTS if effect in _ON_WHOLE_IMAGES]
        reached = np.where(np.isin(reached, whole), _HARMLESS, reached)
    np.minimum(ranks, reached, out=ranks)
