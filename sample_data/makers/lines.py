"""Datasets whose files have a line an object: from lines with the codes that are planted on them."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset

Line = tuple[str, ...]
"""A line, and the codes of what is wrong with it."""


def text(lines: Sequence[str], newline: str = "\n") -> bytes:
    """A file of these lines."""
    return "".join(line + newline for line in lines).encode()


def add(dataset: Dataset, file: str, lines: Sequence[Line], newline: str = "\n", before: Sequence[str] = ()) -> None:
    """Writes one file of lines, after some that are no objects, and writes down what is planted."""
    for index, (_, *codes) in enumerate(lines):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    dataset.files[file] = text([*before, *(line for line, *_ in lines)], newline)
