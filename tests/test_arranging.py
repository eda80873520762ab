"""A file set with some of its files in another order: what reading these files in that order gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.arranging import arrange
from boxlint.formats import ReadOptions, SourceFile, read_files
from tests.table_checks import assert_same_tables as assert_same
from tests.test_merging import TEXTS


@pytest.mark.parametrize("format", TEXTS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_files_in_any_order(format: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(TEXTS[format], min_size=1, max_size=6))
    order = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, unique=True))
    options = ReadOptions(classes=data.draw(st.none() | st.just(("ship", "3"))))
    files = [
        SourceFile(Path(f"labels/{number}"), f"labels/{number}", format, text.encode())
        for number, text in enumerate(texts)
    ]
    chosen = read_files([files[row] for row in order], options)
    assert_same(chosen, arrange(read_files(files, options), np.array(order, np.int64)))
