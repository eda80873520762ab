"""Settings of a rule that differ by format or by category: thresholds and severities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import numpy as np
from msgspec import Struct

from boxlint.arrays import Array, cast, namespace, place
from boxlint.columns import Columns, Part
from boxlint.names import ancestors
from boxlint.tables import Text

Setting = TypeVar("Setting", float, str)


class ByFormat(Struct, Generic[Setting], frozen=True):
    """A setting, and others for the files of some formats by name."""

    default: Setting
    by_format: Mapping[str, Setting]

    def of(self, format: str) -> Setting:
        """The setting for one format."""
        return self.by_format.get(format, self.default)


class ByCategory(Struct, frozen=True):
    """A parameter's value, and others for some categories by name."""

    default: float | ByFormat[float]
    by_category: Mapping[str, float]


Threshold = float | ByFormat[float] | ByCategory


def formats_of(columns: Columns | Part, table: str) -> Text:
    """The format of the file, or of the files, that each row of a table is from."""
    column: Text = columns(table, "format" if table in ("file", "file_set") else "file_set_format")
    return column


def threshold(value: Threshold, columns: Columns | Part, table: str) -> float | Array:
    """A threshold for the rows of a table: a number, or float64 (N,) where it differs by format or category."""
    if isinstance(value, ByFormat):
        formats = formats_of(columns, table)
        return _looked_up([value.of(name) for name in formats.values] + [value.default], formats, columns)
    if isinstance(value, ByCategory):
        default = threshold(value.default, columns, table)
        if table != "category" and "category" not in ancestors(table):
            return default
        names: Text = columns(table, "name" if table == "category" else "category_name")
        nan = float("nan")
        own = _looked_up([value.by_category.get(name, nan) for name in names.values] + [nan], names, columns)
        return namespace(own).where(own == own, own, default)  # noqa: PLR0124
    return value


def rows_of_formats(formats: Text, chosen: frozenset[str], columns: Columns | Part) -> Array:
    """Which rows are of one of the chosen formats. Shape (N,), bool."""
    return cast(_looked_up([float(name in chosen) for name in formats.values] + [0.0], formats, columns), "bool")


def _looked_up(values: list[float], names: Text, columns: Columns | Part) -> Array:
    """A value for each row by the code of its name; the last one is what the code −1, no name, reads."""
    return place(np.array(values), columns.device)[cast(names.codes, "int64")]
