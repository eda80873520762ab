"""References become row numbers: against a plain dictionary."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.coco.links import link
from boxlint.tables import written_keys

NUMBERS = st.integers(0, 6) | st.integers(-(2**62) + 1, 2**63 - 1)
WRITTEN = NUMBERS | st.sampled_from(["a", "b", "007"]) | st.none()


@given(ids=st.lists(WRITTEN, max_size=12), references=st.lists(WRITTEN, max_size=12))
def test_a_reference_leads_to_the_first_row_with_its_id(ids: list[Any], references: list[Any]) -> None:
    first: dict[Any, int] = {}
    for row, written in enumerate(ids):
        first.setdefault(written, row)
    expected = [-1 if written is None else first.get(written, -1) for written in references]
    assert link(written_keys(references), written_keys(ids)).tolist() == expected


@given(ids=st.lists(st.integers(5, 9), min_size=1, max_size=12), references=st.lists(st.integers(0, 14), max_size=12))
def test_so_it_does_where_ids_lie_close_together(ids: list[int], references: list[int]) -> None:
    expected = [ids.index(written) if written in ids else -1 for written in references]
    assert link(written_keys(references), written_keys(ids)).tolist() == expected
