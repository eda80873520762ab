"""Parts of a whole."""

from __future__ import annotations

from boxlint.arrays import Array, Numbers, cast, full, namespace


def share(part: Array, whole: Numbers) -> Numbers:
    """Counts over counts, NaN where the whole is nothing. Shapes (N,), (N,) → (N,)."""
    none = full(len(whole), float("nan"), "float64", whole)
    return cast(part, "float64") / namespace(whole).where(whole > 0, whole, none)
