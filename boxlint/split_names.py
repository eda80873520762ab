"""The names of splits, as paths and configurations spell them."""

from __future__ import annotations

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
