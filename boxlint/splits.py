"""The splits of a dataset: training, validation and test files, told by their paths or by the configuration.

An image is of the split of its file, unless the file holds several and says itself which image is of which.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from boxlint.joining import join_columns, take_rows
from boxlint.path_patterns import path_matcher
from boxlint.splicing import with_columns
from boxlint.split_names import SPLITS, split_path
from boxlint.tables import Tables, Text, intern


def with_splits(tables: Tables, patterns: Mapping[str, Sequence[str]]) -> Tables:
    """The dataset with the split of each file and image: as `patterns` say, by split, else as paths do.

    What a list beside the files says of them comes before what their paths do.
    """
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
    columns = {name: take_rows(column, rows) for name, column in columns.items()}
    if not patterns and files["split"].values:
        is_told = files["split"].codes >= 0
        columns = {name: _preferring(files[name], is_told, column) for name, column in columns.items()}
    return _with_image_splits(with_columns(tables, "file", columns))


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
        columns["split"] = _preferring(named, is_named, columns["split"])
        columns["split_of"] = _preferring(take_rows(files["path"], file), is_alone, columns["split_of"])
    return with_columns(tables, "image", columns)


def _preferring(column: Text, is_preferred: Any, other: Text) -> Text:
    """A column of texts, and another's where it is not preferred (N,)."""
    joined = join_columns("text", [column, other])
    return Text(np.where(is_preferred, *np.split(joined.codes, 2)), joined.values)
