"""`--show-settings` and `--show-files`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.reports.settings import toml_value, write
from boxlint.settings import Settings, validate
from tests.command_line import boxlint_says
from tests.dirty_dataset import write_clean, write_dirty

pytestmark = pytest.mark.usefixtures("folder")


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(texts, inner)),
)


@given(values)
@settings(deadline=None)
def test_what_is_written_is_read_again(value: Any) -> None:
    """Any value that TOML can have, on one line that a terminal shows as it is."""
    line = toml_value(value)
    assert tomllib.loads(f"x = {line}")["x"] == value
    assert line.isprintable()


def test_what_is_not_set_within_a_table_is_left_out() -> None:
    assert toml_value({"b": None, "a": [{"c": None}]}) == "{ a = [{}] }"


@given(st.dictionaries(texts, st.lists(texts)), st.lists(texts), st.sampled_from([None, 1, 7]))
def test_shown_settings_are_a_configuration_file(ignores: Any, patterns: list[str], workers: int | None) -> None:
    settings = Settings(
        per_file_ignores={name: tuple(codes) for name, codes in ignores.items()},
        exclude=tuple(patterns),
        parameters={"BX104": {"max_ratio": 50, "by_category": {"a b": 3.5}}},
        workers=workers,
    )
    assert validate(tomllib.loads("".join(write(settings, None))), "shown") == settings


def test_settings_are_those_of_the_file_and_the_command_line(folder: Path) -> None:
    """With the file first, keys in order, and nothing read: not even a path need hold annotations."""
    (folder / "boxlint.toml").write_text('ignore = ["BX3"]\nfail-on = "error"\nexclude = ["old/*"]\n', encoding="utf-8")
    result = boxlint_says("check", "--show-settings", "--ignore", "BX1", "--max-per-rule", "9")
    assert result.exit_code == 0
    first, *lines = result.stdout.splitlines()
    assert first == "# from boxlint.toml"
    document = tomllib.loads(result.stdout)
    assert document["ignore"] == ["BX3", "BX1"]
    assert (document["fail-on"], document["max-per-rule"]) == ("error", 9)
    assert document["exclude"] == [f"{folder.as_posix()}/old/*"]
    keys = [line.removeprefix("# ").split()[0] for line in lines if line]
    assert keys == sorted(keys)
    assert boxlint_says("fix", "--show-settings", "--isolated").stdout.startswith("# no configuration file\n")


def test_files_are_listed_with_their_formats(folder: Path) -> None:
    """One a line, in the order in which they are read; what is no annotation is counted elsewhere."""
    write_dirty(folder)
    for command in ("check", "fix"):
        result = boxlint_says(command, "--show-files")
        assert result.exit_code == 0
        assert [line.split() for line in result.stdout.splitlines()] == [
            ["coco", "instances.json"],
            ["voc", "voc/quay.xml"],
        ]
        assert result.stderr == "1 file is in no known format:\n  settings.json\n"


def test_listed_names_cannot_command_a_terminal(folder: Path) -> None:
    write_clean(folder / "a\x1b[2Jb")
    assert boxlint_says("check", "--show-files").stdout == "coco  a\\x1b[2Jb/instances.json\n"


def test_only_one_can_be_shown() -> None:
    result = boxlint_says("check", "--show-files", "--show-settings")
    assert result.exit_code == 2
    assert "leave one out" in result.stderr


def test_a_path_that_is_not_there_is_said(folder: Path) -> None:
    result = boxlint_says("check", "--show-files", "gone")
    assert (result.exit_code, result.stdout) == (2, "")
