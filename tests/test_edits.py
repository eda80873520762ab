"""Edits change the bytes that they name, and no other."""

from __future__ import annotations

import itertools
import mmap
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint import edits
from boxlint.edits import Edit, in_order, pieces, shifted


@st.composite
def contents_and_edits(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    """A content and edits that do not overlap, in any order; some touch, insert or delete."""
    content = draw(st.binary(max_size=40))
    bounds = sorted(draw(st.lists(st.integers(0, len(content)), max_size=12)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    found = [Edit(start, end, draw(st.binary(max_size=6)), (f"BX{start}",)) for start, end in spans]
    return content, draw(st.permutations(found))


def edited(content: bytes, found: list[Edit]) -> bytes:
    """The edited content, from the last edit to the first."""
    for edit in reversed(in_order(found)):
        content = content[: edit.start] + edit.replacement + content[edit.end :]
    return content


@pytest.fixture(params=["bytes", "file", "mmap"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[bytes], bytes | mmap.mmap | BinaryIO]:
    """Makes a content what `pieces` takes, not standing at its beginning."""

    def make(content: bytes) -> bytes | mmap.mmap | BinaryIO:
        if request.param == "bytes":
            return content
        path = tmp_path / "content"
        path.write_bytes(content)
        file = path.open("rb")
        request.addfinalizer(file.close)
        opened = file if request.param == "file" else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        opened.seek(3)
        return opened

    return make


@given(contents_and_edits())
def test_every_byte_outside_the_edits_is_kept(case: tuple[bytes, list[Edit]]) -> None:
    content, found = case
    result = b"".join(pieces(content, found))
    old = new = 0
    for edit in in_order(found):
        kept = edit.start - old
        assert result[new : new + kept] == content[old : edit.start]
        new += kept
        assert result[new : new + len(edit.replacement)] == edit.replacement
        old, new = edit.end, new + len(edit.replacement)
    assert result[new:] == content[old:]


@given(contents_and_edits())
def test_pieces_agree_with_slicing(case: tuple[bytes, list[Edit]]) -> None:
    content, found = case
    assert b"".join(pieces(BytesIO(content), found)) == edited(content, found)


def test_pieces_come_from_bytes_files_and_maps(
    opened: Callable[[bytes], bytes | mmap.mmap | BinaryIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "_BLOCK", 16)
    content = bytes(range(256)) * 4
    found = [Edit(place, place + 3, b"new", ()) for place in range(100, 400, 7)] + [Edit(1000, 1024, b"")]
    made = list(pieces(opened(content), found))
    assert b"".join(made) == edited(content, found)
    # many edits do not make many pieces, and one long span does not make a long piece
    assert all(16 <= len(piece) < 32 for piece in made[:-1])


def test_without_edits_the_content_is_itself() -> None:
    assert list(pieces(b"content", [])) == [b"content"]
    assert list(pieces(b"", [])) == []


@pytest.mark.parametrize("bad", [Edit(-1, 0, b""), Edit(4, 8, b""), Edit(8, 8, b"x")], ids=str)
def test_edits_outside_the_content_are_refused(bad: Edit) -> None:
    with pytest.raises(ValueError, match="outside the content of 7 bytes"):
        list(pieces(b"content", [bad, Edit(2, 3, b"")]))


def test_a_file_that_shrinks_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "_BLOCK", 1 << 14)
    path = tmp_path / "content"
    path.write_bytes(bytes(1 << 16))
    with path.open("rb") as file:
        asked = pieces(file, [])
        next(asked)
        path.write_bytes(b"")
        with pytest.raises(EOFError, match="shorter"):
            list(asked)


@given(contents_and_edits())
def test_order_is_by_place_and_keeps_the_edits(case: tuple[bytes, list[Edit]]) -> None:
    ordered = in_order(case[1])
    assert sorted(map(id, ordered)) == sorted(map(id, case[1]))
    assert all(left.end <= right.start for left, right in itertools.pairwise(ordered))


def test_insertions_at_one_place_stay_in_the_order_given_and_before_what_is_replaced_there() -> None:
    found = [Edit(3, 5, b"new"), Edit(3, 3, b"second"), Edit(3, 3, b"first"), Edit(1, 3, b"")]
    assert [edit.replacement for edit in in_order(found)] == [b"", b"second", b"first", b"new"]
    assert b"".join(pieces(b"0123456", found)) == b"0secondfirstnew56"


@pytest.mark.parametrize(
    "found",
    [
        [Edit(0, 4, b""), Edit(3, 5, b"")],
        [Edit(0, 9, b""), Edit(3, 5, b"")],
        [Edit(2, 4, b""), Edit(2, 4, b"")],
        [Edit(2, 4, b""), Edit(2, 5, b"")],
        [Edit(3, 3, b"x"), Edit(2, 4, b"")],
    ],
    ids=["partly", "inside", "twice", "same start", "insertion inside"],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_overlapping_edits_are_refused(found: list[Edit], turn: int) -> None:
    for ask in (in_order, lambda found: list(pieces(bytes(9), found)), lambda found: shifted(np.arange(9), found)):
        with pytest.raises(ValueError, match="overlap"):
            ask(found[::turn])


def test_an_edit_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        in_order([Edit(4, 3, b"")])


def shifted_by_hand(offset: int, found: list[Edit]) -> int:
    """Where one offset goes, edit by edit from the last to the first."""
    if offset < 0:
        return offset
    place = offset
    for edit in reversed(in_order(found)):
        if offset >= edit.end and offset > edit.start:
            place += len(edit.replacement) - (edit.end - edit.start)
        elif offset > edit.start:
            place = edit.start + len(edit.replacement)
    return place


@given(contents_and_edits())
def test_shifted_agrees_with_going_edit_by_edit(case: tuple[bytes, list[Edit]]) -> None:
    content, found = case
    offsets = np.arange(-2, len(content) + 3)
    result = shifted(offsets, found)
    assert result.dtype == np.int64
    assert result.tolist() == [shifted_by_hand(offset, found) for offset in offsets.tolist()]


@given(contents_and_edits())
def test_bytes_outside_the_edits_are_found_where_shifted_says(case: tuple[bytes, list[Edit]]) -> None:
    content, found = case
    result = b"".join(pieces(content, found))
    moved = shifted(np.arange(len(content) + 1), found).tolist()
    assert moved[-1] <= len(result)
    for place, byte in enumerate(content):
        if not any(edit.start <= place < edit.end or edit.start == edit.end == place for edit in found):
            assert result[moved[place]] == byte


def test_records_move_with_what_is_before_them() -> None:
    """Three records side by side, of which the first grows at its end, the second at its start, and the third goes."""
    starts, ends = np.array([0, 4, 8]), np.array([4, 8, 12])
    found = [Edit(2, 4, b"longer"), Edit(4, 5, b"long"), Edit(8, 12, b"")]
    assert shifted(starts, found).tolist() == [0, 8, 15]
    assert shifted(ends, found).tolist() == [8, 15, 15]
    assert b"".join(pieces(b"aaaabbbbcccc", found)) == b"aalongerlongbbb"


def test_no_offsets_and_no_edits() -> None:
    assert shifted(np.zeros(0, np.int64), [Edit(0, 1, b"")]).tolist() == []
    assert shifted(np.array([-1, 0, 7]), []).tolist() == [-1, 0, 7]


def test_unknown_offsets_stay_where_edits_begin_before_a_texts_first_byte() -> None:
    """As the removal of a byte-order mark does, where offsets count from behind it."""
    assert shifted(np.array([-1, 0, 7]), [Edit(-3, 0, b"")]).tolist() == [-1, -3, 4]
