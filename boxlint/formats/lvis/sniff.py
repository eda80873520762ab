"""Tell LVIS from COCO: by what its images and categories say of categories."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.coco.sniff import is_ground_truth, keys_further_on, keys_of
from boxlint.formats.text import HEAD_SIZE

_OF_IMAGES: Final = frozenset({"neg_category_ids", "not_exhaustive_category_ids"})
_OF_CATEGORIES: Final = frozenset({"synset", "frequency"})
_WORDS: Final = tuple(key.encode() for key in sorted(_OF_IMAGES | _OF_CATEGORIES))


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the file with these first bytes is LVIS ground truth."""
    if len(head) < HEAD_SIZE and not any(word in head for word in _WORDS):
        return False
    keys = keys_of(head, path)
    if not is_ground_truth(keys):
        return False
    if not keys.get("images") and not keys.get("categories") and "iscrowd" not in keys["annotations"]:
        # the files of LVIS 1.0 begin with a gigabyte of annotations
        keys |= keys_further_on(path, "images")
    return bool(keys.get("images", set()) & _OF_IMAGES) or keys.get("categories", set()) >= _OF_CATEGORIES
