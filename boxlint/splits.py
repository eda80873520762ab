"""The splits of a dataset: training, validation and test files, told by their paths or by the configuration.

An image is of the split of its file, unless the file holds several and says itself which image is of which.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.joining import take_rows
from boxlint.path_patterns import path_matcher
from boxlint.splicing import with_columns
from boxlint.split_names import SPLITS
from boxlint.tables import Tables, Text, intern

# "train2017" is the token train, "trainer" is none; the longest comes first
_TOKEN: Final = re.compile(rf"(?<![a-z])({'|'.join(sorted(SPLITS, key=len, reverse=True))})(?![a-z])", re.IGNORECASE)


def with_splits(tables: Tables, patterns: Mapping[str, Sequence[str]]) -> Tables:
    """The dataset with the split of each file and image: as `patterns` say, by split, else as paths do."""
    files, file_sets = tables.files, tables.file_sets
    if patterns:
        matchers = [(split, path_matcher(pattern)) for split, listed in patterns.items() for pattern in listed]
        paths = [files["path"].at(row) for row in range(len(files))]
        found = [next((split for split, matches in matchers if matches(path)), "") for path in paths]
        splits = [(SPLITS.get(split.lower(), split), "") for split in found]
        rows: Any = slice(None)
    else:
        splits = [split_path(os.path.abspath(file_sets["path"].at(row))) for row in range(len(file_sets))]
        rows = files["file_set"]
    columns = {"split": intern([split for split, _ in splits]), "split_of": intern([dataset for _, dataset in splits])}
    return _with_image_splits(
        with_columns(tables, "file", {name: take_rows(column, rows) for name, column in columns.items()})
    )


def _with_image_splits(tables: Tables) -> Tables:
    """The dataset with the split of each image.

    Where files name them, those of one file are of one dataset, with other files only where their paths say so: folds
    of a cross-validation have their images in common.
    """
    files, written, file = tables.files, tables.images["written_split"], tables.images["file"]
    columns = {name: take_rows(files[name], file) for name in ("split", "split_of")}
    is_named = written.codes >= 0
    if is_named.any():
        named = Text(written.codes, tuple(SPLITS.get(name.lower(), name) for name in written.values))
        is_alone = is_named & (columns["split"].codes < 0)
        columns["split"] = _chosen(is_named, named, columns["split"])
        columns["split_of"] = _chosen(is_alone, take_rows(files["path"], file), columns["split_of"])
    return with_columns(tables, "image", columns)


def _chosen(where: Any, first: Text, second: Text) -> Text:
    """The texts of one column where the flag is set, and of another elsewhere. Shape (N,)."""
    return intern([(first if flag else second).at(row) for row, flag in enumerate(where.tolist())])


def split_path(path: str) -> tuple[str, str]:
    """The split that the last token of a path names, and the path without any; empty where there is no token."""
    tokens = _TOKEN.findall(path)
    return (SPLITS[tokens[-1].lower()], _TOKEN.sub("", path)) if tokens else ("", "")
