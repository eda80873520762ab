"""The records of LVIS as validated models; what is wrong with one is said in COCO's words."""

from __future__ import annotations

from typing import Literal

from boxlint.formats.coco import records as coco
from boxlint.formats.coco.records import explain

__all__ = ["Annotation", "Category", "Image", "explain"]


class Image(coco.Image):
    """An image: LVIS 1.0 has `coco_url` for a file name. Lists of category ids say what is known of it.

    Of the categories in `neg_category_ids` there is no object in it, and of those in `not_exhaustive_category_ids`
    there may be more than are annotated.
    """

    neg_category_ids: list[int]
    not_exhaustive_category_ids: list[int]


class Annotation(coco.Annotation):
    """An annotated object: as in COCO, but for `iscrowd`, which there is none of."""

    area: float


class Category(coco.Category):
    """A category. `frequency` is r, c or f: rare, common or frequent, by the number of images that it is in."""

    frequency: Literal["r", "c", "f"]
    synset: str
    synonyms: list[str] | None = None
    image_count: int | None = None
    instance_count: int | None = None
