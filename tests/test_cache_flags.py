"""What conditions said of a dataset is remembered: never of another dataset, rule, threshold or program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from boxlint import known_conditions
from boxlint.cache import flags, recall, stamps
from boxlint.cache.container import Container, pack
from boxlint.cache.flags import Flags, contents, dataset_name, pack_flags, unpack_flags
from boxlint.cache.store import Store
from boxlint.ruleset import Rule
from boxlint.splicing import with_columns
from boxlint.tables import Keys, Tables, intern, make_table, make_tables
from tests.coco_samples import but, dataset
from tests.test_cache import FLAT, LINE, OTHER_RULE, PLACES, TEXTS, change, eager, entries, renew, report, write

LINES = LINE.format("ship") + "1 2 3 2 3 400 1 400 car 0\n" + FLAT


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The rules whose conditions were evaluated where some are known, in an empty working directory.

    Those that count verdicts are left out: they are evaluated always.
    """
    monkeypatch.chdir(tmp_path)
    codes: list[str] = []
    flagged = known_conditions.flagged

    def watch(columns: Any, rules: Sequence[Rule], *others: Any) -> Any:
        codes.extend(rule.code for rule in rules if not rule.judges_verdicts)
        return flagged(columns, rules, *others)

    monkeypatch.setattr(known_conditions, "flagged", watch)
    with eager():
        yield codes


def again(judged: list[str], paths: Any = "labels", **options: Any) -> set[str]:
    """The rules that a check with the cache judges anew; it says what one without a cache does."""
    judged.clear()
    cached = report(paths, cache=True, **options)
    codes = {*judged}
    assert cached == report(paths, **options)
    return codes


def remembered() -> list[str]:
    return [path.name for path in entries() if path.name.startswith("flags-")]


def test_an_unchanged_dataset_is_not_judged_again(judged: list[str], tmp_path: Path) -> None:
    """Whatever is done with what is hit: severities, ignores and frameworks come later."""
    write(tmp_path / "labels" / "train", a=LINES, b=LINE.format("ship"), emptied=FLAT)
    write(tmp_path / "labels" / "val", a=LINES)
    (tmp_path / "labels" / "c.json").write_text(json.dumps(dataset(but(), but(bbox=[1, 2, -3, 4]))))
    assert len(again(judged)) > 50
    assert again(judged) == set()
    assert again(judged, select="BX104") == set()
    assert again(judged, ignore="BX501") == set()
    config = tmp_path / "boxlint.toml"
    for text in ('[severity]\nBX501 = "warning"\n', '[per-file-ignores]\n"labels/val/*" = ["ALL"]\n'):
        config.write_text(text)
        assert again(judged) == set(), text
    renew(tmp_path / "labels" / "c.json")
    config.unlink()
    assert again(judged) == set()


def test_what_has_changed_is_judged_again(judged: list[str], tmp_path: Path) -> None:
    """A file that is changed, added, removed, renamed or left out."""
    write(tmp_path / "labels", a=LINES, b=LINE.format("ship"), c=LINE.format("car"), g=LINE.format("plane"))
    every = again(judged)
    folder = tmp_path / "labels"
    for action in (
        lambda: write(folder, b=LINES),
        lambda: write(folder, d=LINE.format("car")),
        (folder / "d.txt").unlink,
        lambda: (folder / "a.txt").rename(folder / "e.txt"),
        lambda: write(folder / "more", f=LINES),
    ):
        action()
        assert again(judged) == every
        assert again(judged) == set()
    for name in ("c.txt", "g.txt"):
        (tmp_path / "boxlint.toml").write_text(f'exclude = ["{name}"]\n')
        assert again(judged) == every
        assert again(judged) == set()


def test_a_rule_with_another_condition_or_threshold_is_judged_again(judged: list[str], tmp_path: Path) -> None:
    write(tmp_path / "labels", a=LINES)
    (tmp_path / "own").mkdir()
    own, config = tmp_path / "own" / "XX001-wide-box.toml", tmp_path / "boxlint.toml"
    own.write_text(OTHER_RULE.format(limit=50))
    config.write_text('rules = ["own"]\n')
    again(judged)
    for text in (OTHER_RULE.format(limit=20), OTHER_RULE.format(limit=20).replace("is wide", "is broad")):
        own.write_text(text)
        assert again(judged) <= {"XX001"}
    own.write_text(OTHER_RULE.format(limit=30))
    assert again(judged) == {"XX001"}
    for text in ("max_ratio = 1.5", "max_ratio = 1000000", "by_category = { car = 1.5 }", "by_category = { car = 9 }"):
        config.write_text(f'rules = ["own"]\n[parameters.BX104]\n{text}\n')
        assert again(judged) == {"BX104"}, text
        assert again(judged) == set(), text


def test_columns_that_are_given_later_count(judged: list[str], tmp_path: Path) -> None:
    """Splits, and what image files say."""
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(json.dumps(dataset(but())))
    every = again(judged, images=["labels"])
    assert again(judged, images=["labels"]) == set()
    for size in ((640, 480), (10, 10), None):
        if size:
            Image.new("L", size).save(tmp_path / "labels" / "a.jpg")
        else:
            (tmp_path / "labels" / "a.jpg").unlink()
        assert again(judged, images=["labels"]) == every, size
        assert again(judged, images=["labels"]) == set(), size
    (tmp_path / "boxlint.toml").write_text('[splits]\nalpha = ["labels/**"]\n')
    assert again(judged, images=["labels"]) == every


def test_another_program_judges_again(judged: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that reads as this one does: what it measures may differ."""
    write(tmp_path / "labels", a=LINES)
    every = again(judged)
    monkeypatch.setattr(flags, "origin", lambda: "another")
    assert again(judged) == every


def test_files_that_may_change_unseen_are_judged_again(
    judged: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "labels", a=LINES)
    monkeypatch.setattr(stamps, "_GRANULE", 2**62)
    again(judged)
    assert remembered() == []


def test_small_file_sets_are_known_by_what_was_read(
    judged: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside large ones; where they are many, all is judged again."""
    write(tmp_path / "labels", a=LINES)
    (tmp_path / "labels" / "c.json").write_text(json.dumps(dataset(but(bbox=[1, 2, -3, 4]))))
    monkeypatch.setattr(recall, "_WORTH_AN_ENTRY", 1 << 20)
    every = again(judged)
    assert again(judged) == set()
    write(tmp_path / "labels", a=LINES.replace("400", "401"))
    assert again(judged) == every
    for path in entries():
        path.unlink()
    monkeypatch.setattr(recall, "_FEW", 1)
    again(judged)
    assert remembered() == []


CONFIGS = st.sampled_from(
    [
        "",
        "[parameters.BX104]\nmax_ratio = 1.5\n",
        "[parameters.BX104]\nby_category = { ship = 1.5 }\n",
        '[severity]\nBX501 = "off"\n',
        '[severity]\nBX1 = "warning"\n',
        '[per-file-ignores]\n"labels/b/*" = ["ALL"]\n',
        'for = ["mmrotate-1"]\n',
        '[splits]\nalpha = ["labels/b/**"]\nbeta = ["labels/*"]\n',
        'ignore = ["BX5", "BX0"]\n',
    ]
)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_happens_in_between(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """After any changes of files and settings a check with the cache says what one without it does, twice."""
    root = tmp_path_factory.mktemp("data")
    with eager(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        (root / "labels" / "b").mkdir(parents=True)
        for place in data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6, unique=True)):
            (root / place).write_text(data.draw(TEXTS[Path(place).suffix]), encoding="utf-8")
        for _ in range(data.draw(st.integers(1, 4))):
            (root / "boxlint.toml").write_text(data.draw(CONFIGS))
            paths = data.draw(st.sampled_from(["labels", "labels/b", ["labels/b", "labels"]]))
            expected = report(paths)
            assert [report(paths, cache=True), report(paths, cache=True)] == [expected, expected]
            for _ in range(data.draw(st.integers(0, 2))):
                change(root, data)


TABLES = make_tables(files=make_table("file", 5))
ROWS = st.lists(st.integers(0, 4), unique=True).map(lambda rows: np.array(sorted(rows), np.int64))


def unpacked(buffers: Any, tmp_path: Path, name: str = "d") -> Flags:
    store = Store(tmp_path, "1")
    store.write("flags", buffers)
    container = store.read("flags")
    assert container
    return unpack_flags(container, name, TABLES)


def listed(known: Flags) -> dict[str, dict[str, list[int]]]:
    return {
        condition: {table: rows.tolist() for table, rows in by_table.items()} for condition, by_table in known.items()
    }


@settings(deadline=None)
@given(known=st.dictionaries(st.text(), st.dictionaries(st.just("file"), ROWS, max_size=1)))
def test_flags_come_back(known: Flags, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = unpacked(pack_flags("d", known), tmp_path_factory.mktemp("cache"))
    assert listed(found) == listed(known)


@pytest.mark.parametrize(
    "rows", [[5], [3, 7], [-1], [2, 1], [1, 1], [0, 1, 2, 3, 4, 5], [2**62, 2**62 + 1], [1.5]]
)  # fmt: skip
def test_flags_of_rows_that_there_are_not(rows: list[Any], tmp_path: Path) -> None:
    assert unpacked(pack_flags("d", {"x": {"file": np.array(rows)}}), tmp_path) == {}


def test_flags_of_something_else(tmp_path: Path) -> None:
    """Of another dataset, of a table that there is not, and of nothing."""
    rows = np.array([1])
    assert unpacked(pack_flags("d", {"x": {"file": rows}}), tmp_path) != {}
    assert unpacked(pack_flags("d", {"x": {"file": rows}}), tmp_path, "e") == {}
    assert unpacked(pack_flags("d", {"x": {"fiel": rows}}), tmp_path) == {}
    assert unpacked(pack("{}", []), tmp_path) == {}
    assert unpack_flags(Container("", []), "d", TABLES) == {}


def test_names_of_datasets() -> None:
    """Any change of a column gives another name; what is shared with what was read does not count."""
    read = make_tables(
        files=make_table("file", 2, {"path": intern(["a", "b"])}),
        images=make_table("image", 2, {"id": Keys(np.array([1, 2]), ()), "width": [1, 2]}),
    )
    given: list[Tables] = [
        with_columns(read, name, {column: value})
        for name, column, value in (
            ("file", "split", intern(["a", "b"])),
            ("file", "split", intern(["a", "c"])),
            ("file", "split", intern(["b", "a"])),
            ("file", "split_of", intern(["a", "b"])),
            ("image", "width", np.array([1.0, 3.0])),
            ("image", "width", np.array([np.nan, 3.0])),
            ("image", "is_missing_file", np.array([True, False])),
            ("image", "id", Keys(np.array([1, 3]), ())),
        )
    ]
    names = [dataset_name(["a"], read, tables) for tables in (read, *given)]
    assert len({*names, dataset_name(["b"], read, read), dataset_name(["a", "a"], read, read)}) == len(given) + 3
    assert dataset_name(["a"], read, with_columns(read, "file", {"split": intern(["a", "b"])})) == names[1]
    assert len({contents(tables) for tables in (read, *given)}) == len(given) + 1


def test_most_conditions_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that came last."""
    monkeypatch.setattr(flags, "_MOST", 2)
    assert list(unpacked(pack_flags("d", {"x": {}, "y": {}, "z": {}}), tmp_path)) == ["y", "z"]
