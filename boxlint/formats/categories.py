"""Categories of formats that name the category in each object: one row a distinct written name in a file set."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.tables import Table, intern, make_table


def category_table(names: Sequence[str], classes: Sequence[str] | None) -> Table:
    """The categories of one file set, in the order of `names`; listed are those among the configured `classes`."""
    count = len(names)
    listed = [classes is None or name in classes for name in names]
    columns = {"index": range(count), "file_set": [0] * count, "name": intern(names), "is_listed": listed}
    return make_table("category", count, columns)
