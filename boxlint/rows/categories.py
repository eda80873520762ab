"""Categories of formats that name the category in each object: one row a distinct written name in a file set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxlint.tables import Table, intern, make_table, written_keys


def written_categories(names: Sequence[str], listed: Mapping[str, str] | None = None) -> list[str]:
    """What the categories of a file set are written as, a row each: those of its class list, then others."""
    return [*dict.fromkeys((*(listed or ()), *names))]


def category_table(
    names: Sequence[str],
    classes: Sequence[str] | None,
    listed: Mapping[str, str] | None = None,
    keypoint_count: float = float("nan"),
) -> Table:
    """The categories of one file set, in the order of `names`, which objects write.

    `listed` is a class list that lies beside the labels, what objects write and the name that it means: its
    categories come first, whether objects write them or not. Listed are also those among the configured `classes`.
    """
    written = written_categories(names, listed)
    meant = [(listed or {}).get(name, name) for name in written]
    are_listed = [
        (listed is None or name in listed) and (classes is None or label in classes)
        for name, label in zip(written, meant, strict=True)
    ]
    count = len(written)
    columns = {
        "index": range(count),
        "file_set": [0] * count,
        "name": intern(meant),
        "is_beside": [name in (listed or ()) for name in written],
        "is_listed": are_listed,
        "keypoint_count": [keypoint_count] * count,
    }
    if listed is not None:
        columns["id"] = written_keys(written)
    return make_table("category", count, columns)
