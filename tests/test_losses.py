"""Images that a framework ignores whole: for which framework, for how many rows, and how many good ones go with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from boxlint.api import check
from boxlint.frameworks import Consequence, Framework
from boxlint.frameworks.forecast import Forecast

GOOD: Final = ("0 0.5 0.5 0.2 0.2", "1 0.3 0.3 0.1 0.1")
CLEAN: Final = "".join(f"0 0.5 0.5 0.2 0.{number}\n" for number in range(1, 6))


def framework(name: str, **values: Any) -> Framework:
    words = {"title": name, "versions": "1", "summary": "s", "requires": (), "reads": ("yolo",)}
    fact = Consequence("drops-image", "d", "https://example.org")
    return Framework(name=name, **{**words, "consequences": {"BX209": fact}, **values})


def lost(folder: Path, *lines: str, others: str = CLEAN, **options: Any) -> list[tuple[str, int, int]]:
    """Who ignores the image, for how many rows, and with how many good ones."""
    labels = folder / "labels"
    labels.mkdir()
    (folder / "data.yaml").write_text("names: [a, b, c]\n")
    (labels / "one.txt").write_text("".join(f"{line}\n" for line in lines))
    (labels / "other.txt").write_text(others)
    found = [finding for finding in check(labels, isolated=True, **options) if finding.code == "BX903"]
    names = ("lost_to", "annotations_refused", "annotations_lost")
    return [tuple(finding.values[name] for name in names) for finding in found]  # type: ignore[misc]


def test_no_framework_is_read_where_nothing_is_hit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them all takes a tenth of the time of a small check."""

    def refuse(*_: Any) -> None:
        raise AssertionError("frameworks are read")

    monkeypatch.setattr("boxlint.frameworks.files.load_frameworks", refuse)
    assert lost(tmp_path, *(f"{number} 0.5 0.5 0.2 0.{number + 2}" for number in range(3))) == []


def test_the_usual_framework_is_thought_of(tmp_path: Path) -> None:
    """Where none is chosen, and where what is chosen does not read the format."""
    assert lost(tmp_path, *GOOD, "0 1.2 0.5 0.1 0.1") == [("ultralytics", 1, 2)]


def test_a_chosen_framework_that_does_not_read_the_format_changes_nothing(tmp_path: Path) -> None:
    assert lost(tmp_path, *GOOD, "0 nan 0.5 0.1 0.1", frameworks="mmrotate-1") == [("ultralytics", 1, 2)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (GOOD, []),
        ((*GOOD, GOOD[0]), []),
        ((*GOOD, GOOD[0], "0 1.2 0.5 0.1 0.1"), [("ultralytics", 1, 2)]),
        (("0 1.2 0.5 0.1 0.1", "x", "0 0.5 0.5 0.1"), [("ultralytics", 3, 0)]),
        ((*GOOD, "0 0.1 0.1 0.3 0.1 0.3 0.3"), [("ultralytics", 1, 2)]),
    ],
    ids=["good", "repeated", "repeated too", "all bad", "mixed"],
)
def test_what_goes_with_it(tmp_path: Path, lines: tuple[str, ...], expected: list[Any]) -> None:
    """A row that is dropped anyway is no loss; one that another rule explains counts all the same."""
    assert lost(tmp_path, *lines) == expected


def test_what_is_not_selected_or_suppressed_costs_nothing(tmp_path: Path) -> None:
    """As with all that is counted of verdicts."""
    assert lost(tmp_path, *GOOD, "0 1.2 0.5 0.1 0.1", ignore="BX209") == []


def test_readers_are_the_chosen_ones_or_the_usual_ones() -> None:
    usual, other, chosen = framework("usual", is_usual=True), framework("other"), framework("chosen")
    known = {"usual": usual, "other": other}
    elsewhere = framework("elsewhere", reads=("coco",))
    assert Forecast(known=lambda: known).readers("yolo") == [usual]
    assert Forecast((chosen,), lambda: known).readers("yolo") == [chosen]
    assert Forecast((elsewhere,), lambda: known).readers("yolo") == [usual]
    assert Forecast((elsewhere,), lambda: known).readers("dota") == []


def test_pixels_of_an_image_of_unknown_size_are_not_stated_as_its_own(tmp_path: Path) -> None:
    """Rules that go by pixels are silent, and the others say what their pixels are."""
    labels = tmp_path / "labels"
    labels.mkdir()
    (labels / "one.txt").write_text("0 0.001 0.5 0.001 0.1\n0 0.95 0.5 0.2 0.1\n")
    (labels / "other.txt").write_text(CLEAN)
    found = {finding.code: finding.message for finding in check(labels, isolated=True, select=["BX1", "BX2", "BX8"])}
    assert found.keys() == {"BX202"}
    assert found["BX202"].endswith("(as if the image, whose size is not known, had 200 x 200 px)")
