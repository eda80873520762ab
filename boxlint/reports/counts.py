"""What is counted of findings: the images that they are in, and those that can be fixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from boxlint.columns import Columns
from boxlint.names import ancestors

if TYPE_CHECKING:
    from boxlint.findings import Findings, RuleHits
    from boxlint.tables import Tables


def image_count(tables: Tables, parts: Sequence[RuleHits]) -> int | None:
    """In how many images the rows lie; None where some are images themselves, or none has one."""
    return None if any(hits.table == "image" for hits in parts) else images_told(tables, parts)


def images_told(tables: Tables, parts: Sequence[RuleHits]) -> int | None:
    """The number for a column "images": those in which the rows lie, or that they are; None where they have none."""
    columns = Columns(tables)
    links = [hits.rows for hits in parts if hits.table == "image"]
    links += [columns(hits.table, "image")[hits.rows] for hits in parts if "image" in ancestors(hits.table)]
    if not links:
        return None
    # one flag an image; np.unique would import numpy.ma
    is_hit = np.zeros(len(tables.images), np.bool_)
    for link in links:
        is_hit[link[link >= 0]] = True
    return int(is_hit.sum())


def fixable_counts(findings: Findings) -> dict[str, int]:
    """How many findings have a fix, by its safety: safe, unsafe, display; only those that occur."""
    counts = dict.fromkeys(("safe", "unsafe", "display"), 0)
    for hits in findings.hits:
        for number, fix in enumerate(hits.rule.fix):
            counts[fix.safety] += int((hits.fixes == number).sum())
    return {safety: count for safety, count in counts.items() if count}
