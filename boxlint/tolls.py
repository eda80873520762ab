"""What training would really see: how many records each effect of a framework reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.findings import Findings
from boxlint.frameworks import EFFECTS, Framework
from boxlint.places import records
from boxlint.variation import formats_of

_RECORDS: Final = ("annotation", "image", "category", "file", "file_set")
_ON_WHOLE_IMAGES: Final = frozenset({"poisons-image", "drops-image"})


class Toll(Struct, frozen=True):
    """What a framework does to a dataset by one effect.

    `rows` are the records that suffer it (annotations, images, categories, files), in `images` images; for effects on
    whole images `good_annotations` are the training targets in them with which nothing is wrong.
    """

    effect: str
    rows: int
    images: int
    good_annotations: int


def tolls(findings: Findings, framework: Framework) -> list[Toll]:
    """What a framework would do to the dataset, the worst effect first; a record counts under its worst effect only."""
    columns = Columns(findings.tables)
    ranks = {name: np.full(len(findings.tables[name]), len(EFFECTS)) for name in _RECORDS}
    for hits in findings.hits:
        consequence = framework.consequences.get(hits.rule.code)
        if consequence is None:
            continue
        formats = formats_of(columns, hits.table)
        is_read = np.array([name in framework.reads for name in formats.values] + [False])[formats.codes[hits.rows]]
        table, rows = records(columns, hits.table, hits.rows[is_read])
        np.minimum.at(ranks[table], rows, EFFECTS.index(consequence.effect))
    return [toll for rank in range(len(EFFECTS) - 1) if (toll := _toll(columns, ranks, rank)).rows]


def _toll(columns: Columns, ranks: Mapping[str, Any], rank: int) -> Toll:
    tables = columns.tables
    is_hit = ranks["image"] == rank
    images = tables.annotations["image"][ranks["annotation"] == rank]
    is_hit[images[images >= 0]] = True
    is_good = (ranks["annotation"] >= len(EFFECTS) - 1) & tables.annotations["is_target"]
    whole_images = EFFECTS[rank] in _ON_WHOLE_IMAGES
    own_image = tables.annotations["image"]
    good = is_good & (own_image >= 0) & is_hit[own_image] if whole_images and len(is_hit) else is_good & False
    rows = sum(int((found == rank).sum()) for found in ranks.values())
    return Toll(EFFECTS[rank], rows, int(is_hit.sum()), int(good.sum()))
