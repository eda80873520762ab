"""The names of splits, as paths and configurations spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

TRAIN: Final = "train"
VAL: Final = "val"
TEST: Final = "test"
TRAINVAL: Final = "trainval"
"""The split that contains `train` and `val`, and is therefore compared with neither."""

SPLITS: Final[Mapping[str, str]] = {
    "train": TRAIN,
    "training": TRAIN,
    "val": VAL,
    "valid": VAL,
    "validation": VAL,
    "dev": VAL,
    "minival": VAL,
    "test": TEST,
    "testing": TEST,
    "test-dev": TEST,
    "trainval": TRAINVAL,
}
"""Tokens of paths that name a split, in lower case; those that stand for one split may contain one another."""
# "train2017" is the token train, "trainer" is none; the longest comes first
_TOKEN: Final = re.compile(rf"(?<![a-z])({'|'.join(sorted(SPLITS, key=len, reverse=True))})(?![a-z])", re.IGNORECASE)


def split_path(path: str) -> tuple[str, str]:
    """The split that the last token of a path names, and the path without any; empty where there is no token."""
    tokens = _TOKEN.findall(path)
    return (SPLITS[tokens[-1].lower()], _TOKEN.sub("", path)) if tokens else ("", "")
