"""The kill benchmark tells a command that writes at one stroke from those that do not."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from benchmarks.kill import Tally, Timing, kill_often

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")

COUNT = 40
OLD, NEW = b"old" * 50_000, b"newer" * 50_000

AT_ONE_STROKE = """
import os, sys, time
from pathlib import Path
for left in Path(sys.argv[1]).glob("*.tmp"):
    left.unlink()
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    data = path.read_bytes().replace(b"old", b"newer")
    beside = path.with_suffix(".tmp")
    beside.write_bytes(data[:1000])
    time.sleep(0.004)
    beside.write_bytes(data)
    os.replace(beside, path)
"""
IN_PLACE = """
import sys, time
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    data = path.read_bytes().replace(b"old", b"newer")
    with path.open("wb", buffering=0) as file:
        file.write(data[:1000])
        time.sleep(0.004)
        file.write(data[1000:])
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Files that the commands change, one that they do not, and one below."""
    folder = tmp_path / "labels"
    (folder / "below").mkdir(parents=True)
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_bytes(OLD)
    (folder / "clean.txt").write_bytes(b"clean")
    (folder / "below" / "other.txt").write_bytes(OLD)
    return folder


def command(script: str) -> str:
    return shlex.join([sys.executable, "-I", "-S", "-c", script, "{path}"])


def test_files_written_at_one_stroke_are_whole(dataset: Path) -> None:
    tally = kill_often(dataset, command(AT_ONE_STROKE), 14)
    assert tally.is_sound
    assert (tally.files, tally.changed) == (COUNT + 2, COUNT)
    assert tally.before + tally.during + tally.after == 14
    assert tally.during > 0
    assert tally.left_temporary > 0
    assert all(file.read_bytes() != NEW for file in dataset.iterdir() if file.is_file())


def test_files_written_in_place_are_torn(dataset: Path) -> None:
    tally = kill_often(dataset, command(IN_PLACE), 14)
    assert tally.torn
    assert not tally.is_sound
    assert f"neither old nor new: {tally.torn[0]}" in tally.as_text()


def test_what_is_never_tidied_up_is_reported(dataset: Path) -> None:
    untidy = AT_ONE_STROKE.replace("left.unlink()", "pass").replace('".tmp"', 'f".{os.getpid()}.tmp"')
    tally = kill_often(dataset, command(untidy), 14)
    assert not tally.torn
    assert tally.strays
    assert not tally.is_sound
    assert f"left over: {tally.strays[0]}" in tally.as_text()


def test_one_file_is_a_dataset_too(dataset: Path) -> None:
    one = AT_ONE_STROKE.replace("Path(sys.argv[1]).glob", "Path(sys.argv[1]).parent.glob")
    tally = kill_often(dataset / "00.txt", command(one), 4)
    assert (tally.files, tally.changed, tally.is_sound) == (1, 1, True)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("", "changes nothing"),
        ("import os, sys; open(sys.argv[1] + '/00.txt', 'w').write(str(os.getpid()))", "two completed runs .* differ"),
    ],
)
def test_a_command_that_tells_nothing_is_refused(dataset: Path, script: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        kill_often(dataset, command(script), 1)


def test_moments_are_within_the_run_and_half_of_them_within_the_writing() -> None:
    moments = list(Timing(10.0, 6.0, 7.0).moments(100, 1))
    assert all(0 <= moment <= 10 for moment in moments)
    assert all(5.5 <= moment <= 7.5 for moment in moments[1::2])
    assert min(moments) < 1
    assert max(moments) > 9
    assert moments == list(Timing(10.0, 6.0, 7.0).moments(100, 1))


def test_kills_are_told_by_what_they_left() -> None:
    old, new = {"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "2", "c": "1"}
    tally = Tally(3, 2)
    tally.add(old, new, old, has_strays=False)
    tally.add(old, new, new, has_strays=False)
    tally.add(old, new, {**old, "a": "2"}, has_strays=False)
    tally.add(old, new, new, has_strays=True)
    assert (tally.before, tally.during, tally.after, tally.left_temporary) == (1, 2, 1, 1)
    assert tally.is_sound
    tally.add(old, new, {"a": "1", "b": "3", "c": "2"}, has_strays=False)
    tally.add(old, new, {"a": "1", "b": "1"}, has_strays=False)
    assert tally.torn == ["b", "c", "c"]
