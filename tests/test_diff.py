from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxlint.edits import Edit, in_order, pieces
from boxlint.repair.outcome import FileRepair
from boxlint.reports import diff
from boxlint.reports.hunks import LONGEST

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NUMBERED = b"".join(b"line %d\n" % number for number in range(1, 41))


def repair_of(
    path: Path, shown: str, edits: Iterable[Edit], encoding: str = "utf-8", labels: Sequence[str] | None = None
) -> FileRepair:
    ordered, content = tuple(in_order(edits)), path.read_bytes()
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    return FileRepair(
        path=path,
        shown=shown,
        stamp=None,
        encoding=encoding,
        edits=ordered,
        before=tuple(content[edit.start : edit.end].decode(codec, "replace") for edit in ordered),
        labels=tuple(labels or ["annotation 1"] * len(ordered)),
        removed=0,
        fixed={},
    )


def patch_of(path: Path, edits: Iterable[Edit], shown: str = "a.txt", encoding: str = "utf-8") -> bytes:
    return b"".join(diff.write(repair_of(path, shown, edits, encoding)))


def written(folder: Path, content: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    return b"".join(pieces(content, edits))


def replaced(content: bytes, old: bytes, new: bytes, *rules: str) -> Edit:
    assert content.count(old) == 1
    start = content.index(old)
    return Edit(start, start + len(old), new, rules)


def git(folder: Path, *arguments: str, patch: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # a user's own settings may convert line ends
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, input=patch, capture_output=True, check=False
    )


def apply(folder: Path, patch: bytes) -> None:
    done = git(folder, "apply", patch=patch)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a repository of its own, so that git looks at none further up."""
    folder = tmp_path / "repository"
    folder.mkdir()
    assert git(folder, "init", "-q").returncode == 0
    return folder


def test_a_changed_line_stands_between_three_others(tmp_path: Path) -> None:
    path = written(tmp_path, NUMBERED)
    assert patch_of(path, [replaced(NUMBERED, b"20", b"twenty")]).decode() == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -17,7 +17,7 @@\n"
        " line 17\n line 18\n line 19\n-line 20\n+line twenty\n line 21\n line 22\n line 23\n"
    )


def test_near_changes_share_a_hunk_and_far_ones_do_not(tmp_path: Path) -> None:
    path = written(tmp_path, NUMBERED)
    # six lines lie between 10 and 17, seven between 17 and 25
    edits = [replaced(NUMBERED, b"line %d\n" % number, b"") for number in (10, 17, 25)]
    heads = [line for line in patch_of(path, edits).decode().splitlines() if line.startswith("@@")]
    assert heads == ["@@ -7,14 +7,12 @@", "@@ -22,7 +20,6 @@"]


def test_what_ends_up_the_same_is_context(tmp_path: Path) -> None:
    """An edit that spans more than it changes marks only what it changes."""
    path = written(tmp_path, NUMBERED)
    edit = replaced(NUMBERED, b"line 10\nline 11\nline 12\nline 13\n", b"line 10\nline xi\nline 12\nline 13\n")
    lines = patch_of(path, [edit]).decode().splitlines()
    assert [line for line in lines[3:] if line[0] in "+-"] == ["-line 11", "+line xi"]
    assert lines[2] == "@@ -8,7 +8,7 @@"


def test_an_edit_that_changes_nothing_gives_no_patch(tmp_path: Path) -> None:
    path = written(tmp_path, NUMBERED)
    assert patch_of(path, [replaced(NUMBERED, b"line 7\n", b"line 7\n")]) == b""


@needs_git
@pytest.mark.parametrize(
    ("content", "edits"),
    [
        (b"a\r\nb\r\nc\r\n", [Edit(3, 4, b"B")]),
        (b"a\nb", [Edit(2, 3, b"B")]),
        (b"a\nb", [Edit(0, 1, b"A")]),
        (b"a\nb", [Edit(2, 3, b"b\n")]),
        (b"a\nb\n", [Edit(3, 4, b"")]),
        (b"a\nb\n", [Edit(2, 4, b"")]),
        (b"a\nb", [Edit(1, 3, b"")]),
        (b"a\nb\n", [Edit(3, 4, b""), Edit(4, 4, b"c")]),
        (b"a\nb\n", [Edit(4, 4, b"c"), Edit(4, 4, b"d\n")]),
        (b"a\nb", [Edit(3, 3, b"c"), Edit(3, 3, b"\nd")]),
        (b"a\nb\n", [Edit(0, 4, b"")]),
        (b"a", [Edit(0, 1, b"")]),
        (b"", [Edit(0, 0, b"a\nb\n")]),
        (b"\xef\xbb\xbf{\n}\n", [Edit(0, 3, b"")]),
        ("飞机 1\n船 2\n".encode("gbk"), [Edit(5, 6, b"7")]),
        (b"\0 1\n\xff 2\n", [Edit(2, 3, b"7")]),
        (b"a\rb\rc\n", [Edit(2, 3, b"B")]),
        (b"--- a\n+++ b\n@@ -1 +1 @@\n", [Edit(4, 5, b"x"), Edit(10, 11, b"y")]),
    ],
)
def test_git_applies_line_ends_marks_and_other_encodings(repository: Path, content: bytes, edits: list[Edit]) -> None:
    path = written(repository, content)
    apply(repository, patch_of(path, edits, encoding="latin-1"))
    assert path.read_bytes() == edited(content, edits)


@needs_git
@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize(
    "name",
    [
        "with space.txt",
        "with space 2020-01-01 10:00:00.txt",
        "tab\tin it.txt",
        'quote".txt',
        "back\\slash.txt",
        "飞机 ü.txt",
        "line\nend.txt",
        "sub folder/ä/x.txt",
        " .txt",
    ],
)
def test_git_applies_odd_names_from_the_folder_of_the_paths(repository: Path, name: str) -> None:
    """Paths hold from the working directory, be it a folder within the repository."""
    for folder in (repository, repository / "data"):
        path = written(folder, NUMBERED, name)
        apply(folder, patch_of(path, [replaced(NUMBERED, b"40\n", b"forty")], name))
        assert path.read_bytes().endswith(b"39\nline forty")


def test_names_are_quoted_as_git_quotes_them(tmp_path: Path) -> None:
    path = written(tmp_path, b"a\n")
    heads = [patch_of(path, [Edit(0, 1, b"b")], name).splitlines()[0] for name in ('t\t"ü.txt', "a b.txt", "/x/y.txt")]
    assert heads == [b'--- "a/t\\t\\"\\303\\274.txt"', b"--- a/a b.txt\t", b"--- a/x/y.txt"]


@needs_git
def test_git_deletes_a_file_that_goes(repository: Path) -> None:
    path = written(repository, b"a\nb", "x y.txt")
    repair = repair_of(path, "x y.txt", [Edit(0, 1, b"b")])
    apply(repository, b"".join(diff.write(repair, is_deleted=True)))
    assert not path.exists()


LINES = st.lists(st.sampled_from([b"", b"a", b"b", b"ab", b"c\r", b"--- a", b"@@ -1 +1 @@"]), max_size=24)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    content = b"\n".join(draw(LINES))
    places = sorted(draw(st.lists(st.integers(0, len(content)), max_size=12)))
    spans = zip(places[::2], places[1::2], strict=False)
    return content, [Edit(start, end, b"\n".join(draw(LINES)[:3])) for start, end in spans]


@needs_git
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts_and_edits())
def test_git_makes_of_any_patch_exactly_the_edited_bytes(repository: Path, drawn: tuple[bytes, list[Edit]]) -> None:
    content, edits = drawn
    path = written(repository, content)
    patch = patch_of(path, edits)
    assert bool(patch) == (edited(content, edits) != content)
    if patch:
        apply(repository, patch)
        assert path.read_bytes() == edited(content, edits)


@needs_git
def test_many_changes_over_several_blocks_of_reading(repository: Path) -> None:
    """Line numbers hold far into a file, however far the changes are apart."""
    lines = [b"%07d %s\n" % (number, b"x" * (number % 90)) for number in range(60_000)]
    content = b"".join(lines)
    starts = [number * 8 + sum(k % 90 for k in range(number)) + number for number in (0, 1, 9_000, 30_000, 59_999)]
    edits = [Edit(start, start + 7, b"changed") for start in starts]
    path = written(repository, content)
    apply(repository, patch_of(path, edits))
    assert path.read_bytes() == edited(content, edits)


def test_memory_is_taken_for_what_is_touched_and_not_for_the_file(tmp_path: Path) -> None:
    size = 30_000_000
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        for _ in range(size // 100):
            file.write(b"%s\n" % (b"y" * 99))
    repair = repair_of_large(path, [Edit(50, 51, b"z"), Edit(size - 50, size - 49, b"z")])
    tracemalloc.start()
    try:
        patch = b"".join(diff.write(repair))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert f"@@ -{size // 100 - 3},4 +{size // 100 - 3},4 @@".encode() in patch
    assert peak < 10_000_000


def repair_of_large(path: Path, edits: Sequence[Edit]) -> FileRepair:
    before = ("",) * len(edits)
    return FileRepair(path, path.name, None, "utf-8", tuple(edits), before, ("annotation 1",) * len(edits), 0, {})


RECORD = b'{"id": 918, "image_id": 3, "category_id": 2, "bbox": [1880, 500, -60, 40], "area": 2400, "iscrowd": 0}'
ONE_LINE = b'{"images": [], "annotations": [%s], "categories": []}' % b", ".join(
    RECORD.replace(b"918", b"%d" % number) for number in range(100, 120)
)


def test_a_one_line_file_gives_its_edits_one_by_one(tmp_path: Path) -> None:
    path = written(tmp_path, ONE_LINE, "train.json")
    record = ONE_LINE.index(b'{"id": 105')
    width = ONE_LINE.index(b"-60", record)
    dropped = ONE_LINE.index(b', {"id": 110')
    edits = [
        Edit(width, width + 3, b"60", ("BX102",)),
        Edit(dropped, dropped + len(RECORD) + 2, b"", ("BX301", "BX101")),
    ]
    repair = repair_of(path, "train.json", edits, labels=["annotation 105", "annotation 110"])
    assert b"".join(diff.write(repair)).decode().splitlines() == [
        "# train.json: 2 edits; no patch, because its lines are too long",
        f"  byte {width:,}: annotation 105, BX102",
        '    - … 3, "category_id": 2, "bbox": [1880, 500, -60, 40], "area": 2400, "iscrowd": 0}, {"id": 106 …',
        '    + … 3, "category_id": 2, "bbox": [1880, 500, 60, 40], "area": 2400, "iscrowd": 0}, {"id": 106 …',
        f"  byte {dropped:,}: annotation 110, BX301, BX101",
        f"    - , {RECORD.decode().replace('918', '110')}",
    ]


def test_near_edits_of_one_record_are_one_change(tmp_path: Path) -> None:
    """A swap reads as the box before and after, two records in a row do not."""
    path = written(tmp_path, ONE_LINE, "train.json")
    first = ONE_LINE.index(b"1880")
    edits = [Edit(first, first + 4, b"1820", ("BX102",)), Edit(first + 11, first + 14, b"60", ("BX102",))]
    together = b"".join(diff.write(repair_of(path, "t", edits, labels=["annotation 100"] * 2))).decode()
    assert together.startswith("# t: 2 edits;")
    assert together.count("byte") == 1
    assert "[1880, 500, -60, 40]" in together
    assert "[1820, 500, 60, 40]" in together
    apart = b"".join(diff.write(repair_of(path, "t", edits, labels=["annotation 100", "annotation 101"]))).decode()
    assert apart.count("byte") == 2


def test_long_texts_are_cut_in_the_middle_and_control_characters_escaped(tmp_path: Path) -> None:
    content = b'{"a": [' + b"12345, " * 5_000 + b'1], "b": "\x1b[31m"}'
    path = written(tmp_path, content, "t.json")
    list_end = content.index(b"1]")
    text = patch_of(
        path, [Edit(7, list_end, b"0, " * 4_000), replaced(content, b"\x1b[31m", b"x\ny")], "t.json"
    ).decode()
    assert "(35,000 bytes)" in text
    assert "(12,000 bytes)" in text
    assert '"b": "\\x1b[31m"}' in text
    assert '"b": "x\\ny"}' in text
    assert max(map(len, text.splitlines())) < 400


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_encodings_give_a_list_that_can_be_read(tmp_path: Path, encoding: str) -> None:
    text = "\ufeff<annotation>\n  <name>飞机😀</name>\n  <xmin>5</xmin>\n</annotation>\n"
    content = text.encode(encoding)
    path = written(tmp_path, content, "w.xml")
    start = len(text.partition("5")[0].encode(encoding))
    edits = [Edit(start, start + len("5".encode(encoding)), "17".encode(encoding), ("BX211",))]
    assert patch_of(path, edits, "w.xml", encoding).decode().splitlines() == [
        f"# w.xml: 1 edit; no patch, because it is {encoding[:6].upper()}",
        f"  byte {start}: annotation 1, BX211",
        "    - <xmin>5</xmin>",
        "    + <xmin>17</xmin>",
    ]


def test_characters_are_whole_where_the_text_around_is_cut(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        content = ("飞机," * 300 + '"5"' + ",飞机" * 300).encode(encoding)
        path = written(tmp_path, content)
        text = patch_of(path, [replaced(content, b'"5"', b"5")], encoding=encoding).decode()
        assert "\ufffd" not in text
        assert '机,"5",飞机' in text


@pytest.mark.parametrize("place", [0, 3, 4, 8])
def test_a_long_line_is_too_long_only_where_it_would_be_shown(tmp_path: Path, place: int) -> None:
    lines = [b"line %d\n" % number for number in range(9)]
    lines[place] = b"l" * LONGEST + b"\n"
    content = b"".join(lines)
    path = written(tmp_path, content)
    text = patch_of(path, [replaced(content, b"line 7", b"line seven")])
    assert text.startswith(b"---") == (place < 4)
    lines[place] = b"l" * (LONGEST - 1) + b"\n"
    content = b"".join(lines)
    path = written(tmp_path, content)
    assert patch_of(path, [replaced(content, b"line 7", b"line seven")]).startswith(b"---")


@needs_git
def test_git_passes_over_the_lists_between_patches(repository: Path) -> None:
    """Not even texts and names that look like a patch are taken for one."""
    files = {name: written(repository, NUMBERED, name) for name in ("a.txt", "b.txt")}
    odd = b"\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n" + ONE_LINE
    long = written(repository, odd, "long.json")
    edits = [Edit(0, 12, b"@@ -1 +1 @@\n--- a/a.txt\n"), replaced(odd, b"105", b"@@ -1 +1 @@")]
    listed = patch_of(long, edits, "@@ -1 +1 @@\n--- a/a.txt")
    assert listed.startswith(b"#")
    edit = replaced(NUMBERED, b"40\n", b"forty")
    patches = {name: patch_of(path, [edit], name) for name, path in files.items()}
    apply(repository, listed + patches["a.txt"] + listed + patches["b.txt"] + listed)
    assert {path.read_bytes() for path in files.values()} == {edited(NUMBERED, [edit])}
    assert long.read_bytes() == odd


def test_thousands_of_edits_are_streamed_in_pieces(tmp_path: Path) -> None:
    content = b"[" + b", ".join(b'{"id": %06d, "w": -5}' % number for number in range(5_000)) + b"]"
    path = written(tmp_path, content)
    edits, place = [], 0
    while (place := content.find(b"-5", place + 1)) > 0:
        edits.append(Edit(place, place + 2, b"5"))
    repair = repair_of(path, "a.txt", edits, labels=[f"annotation {number}" for number in range(5_000)])
    made = list(diff.write(repair))
    assert len(made) > 5
    assert b"".join(made).count(b"byte ") == 5_000


def test_a_file_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    path = written(tmp_path, NUMBERED)
    repair = repair_of(path, "a.txt", [Edit(0, 1, b"")])
    path.unlink()
    with pytest.raises(FileNotFoundError):
        list(diff.write(repair))
