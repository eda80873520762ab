"""Angles written in degrees become radians, in the whole file set, once, or not at all."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import boxlint
from sample_data.makers.rolabelimg import SIZE, turned
from sample_data.makers.xml import page
from tests.dirty_dataset import annotation, coco
from tests.fix_checks import fix_and_verify, fix_copy

SAMPLES = Path(__file__).parent.parent / "sample_data"
DEGREES = ["30", "45.50", "-60", "90.0", "2", "0", "1.5e1", "75", "-12.25", "360", "359.999", "-0.0", "120"]
ANGLE = re.compile(rb"<angle>([^<]*)</angle>")


def rotated_coco(angles: list[str], spread: str = ", ") -> bytes:
    """A COCO file with a rotated box for each angle, these as they are written."""
    boxes = [
        annotation(number + 1, 1, [50 + 20.5 * number, 300, 16.0, 8, "@"], area=128) for number in range(len(angles))
    ]
    text = json.dumps(coco(*boxes), separators=(spread, ": "))
    for angle in angles:
        text = text.replace('"@"', angle, 1)
    return text.encode()


def rolabelimg(angles: list[str], number: int = 1) -> bytes:
    """A roLabelImg file with a rotated box for each angle, these as they are written."""
    objects = [turned("Car", 30.5 + 20 * place, 200.0, 16.0, 8.5, angle) for place, angle in enumerate(angles)]
    return page(f"{number}_60_30_0_01", SIZE, objects).encode()


def angles_of(path: Path) -> list[str]:
    """The texts of the angles in a file."""
    content = path.read_bytes()
    if path.suffix == ".xml":
        return [text.decode() for text in ANGLE.findall(content)]
    records = json.loads(content, parse_float=str, parse_int=str)["annotations"]
    return [record["bbox"][4] for record in records]


def in_radians(angle: str) -> str:
    """What an angle in degrees has to become; a zero keeps its text."""
    radians = math.radians(float(angle))
    return np.format_float_positional(radians, trim="-") if radians else angle


WRITTEN = st.one_of(
    st.integers(-360, 360).map(str),
    st.floats(-360, 360).map(repr),
    st.decimals(-360, 360, places=2).map(str),
    st.sampled_from(DEGREES),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(WRITTEN, min_size=10, max_size=24), st.sampled_from(["json", "xml"]), st.sampled_from([", ", ",", " ,\n"])
)
def test_every_angle_of_the_file_becomes_radians(angles: list[str], kind: str, spread: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"1_60_30_0_01.{kind}")
        path.write_bytes(rotated_coco(angles, spread) if kind == "json" else rolabelimg(angles))
        is_degrees = sum(abs(float(angle)) > 2 * math.pi for angle in angles) > 0.1 * len(angles)
        outcome = fix_and_verify(path, select=["BX509"])
        found = angles_of(path)
        if not is_degrees:
            assert (outcome.fixed, found) == ({}, angles)
            return
        assert outcome.fixed == {"BX509": 1}
        assert outcome.report.summary.by_rule == {}
        assert [float(angle) for angle in found] == [math.radians(float(angle)) for angle in angles]
        assert [np.degrees(float(angle)) for angle in found] == pytest.approx(
            [float(angle) for angle in angles], rel=1e-15
        )
        # every digit counts, and none is one too many
        assert all(len(text) <= len(in_radians(angle)) + 2 for text, angle in zip(found, angles, strict=True))


@pytest.mark.parametrize("name", ["a.json", "1.xml"])
def test_the_text_of_the_angles(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(rotated_coco(DEGREES) if path.suffix == ".json" else rolabelimg(DEGREES))
    before = path.read_bytes()
    outcome = fix_and_verify(path, select=["BX509"])
    assert angles_of(path) == [in_radians(angle) for angle in DEGREES]
    assert angles_of(path)[:4] == [
        "0.5235987755982988",
        "0.7941248096574199",
        "-1.0471975511965976",
        "1.5707963267948966",
    ]
    # nothing else: each angle that is not 0 is one edit
    assert [part.encode() for part in outcome.repairs[0].before] == [
        angle.encode() for angle in DEGREES if float(angle)
    ]
    expected = before
    for angle in DEGREES:
        pattern = f">{angle}</angle>" if path.suffix == ".xml" else f", {angle}]"
        expected = expected.replace(pattern.encode(), pattern.replace(angle, in_radians(angle)).encode(), 1)
    assert path.read_bytes() == expected


def test_all_files_of_a_folder_are_one_set(tmp_path: Path) -> None:
    """One of them has small angles only, which by themselves might be radians."""
    for number, angles in enumerate((DEGREES, ["1", "2", "3"], ["0.5", "90"])):
        (tmp_path / f"{number}.xml").write_bytes(rolabelimg(angles, number))
    outcome = fix_and_verify(tmp_path, select=["BX509"])
    assert len(outcome.repairs) == 3
    assert angles_of(tmp_path / "1.xml") == [in_radians(angle) for angle in ("1", "2", "3")]


def test_without_unsafe_fixes_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes((SAMPLES / "coco_rotated" / "dirty" / "degrees.json").read_bytes())
    before = path.read_bytes()
    outcome = boxlint.fix(path, isolated=True, drop_invalid=True)
    assert path.read_bytes() == before
    assert "BX509" in outcome.left_alone[0].reason


def test_the_sample_in_degrees_is_clean_afterwards(tmp_path: Path) -> None:
    outcome = fix_copy(SAMPLES / "coco_rotated" / "dirty" / "degrees.json", tmp_path / "a.json")
    assert outcome.fixed == {"BX509": 1}
    assert outcome.report.summary.by_rule == {}


def test_strings_are_read_first(tmp_path: Path) -> None:
    """A string that is a number becomes one, in the same run, and is degrees as all others are."""
    path = tmp_path / "a.json"
    path.write_bytes(rotated_coco([*DEGREES, '"30"', '"-45"']))
    fix_and_verify(path)
    assert angles_of(path)[-2:] == [in_radians("30"), in_radians("-45")]


@pytest.mark.parametrize("odd", ['"thirty"', "null", '"30"'])
def test_a_box_that_cannot_be_read_keeps_all_in_degrees(tmp_path: Path, odd: str) -> None:
    """Converted by another run later, it would have the others converted a second time."""
    path = tmp_path / "a.json"
    path.write_bytes(rotated_coco([*DEGREES, odd]))
    before = path.read_bytes()
    boxlint.fix(path, isolated=True, select=["BX509"], unsafe_fixes=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("odd", ['"thirty"', "NaN"])
def test_what_cannot_be_read_goes_first(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(rotated_coco([*DEGREES, odd]))
    outcome = fix_and_verify(path, select=["BX509", "BX001", "BX003"])
    assert angles_of(path) == [in_radians(angle) for angle in DEGREES]
    assert outcome.fixed["BX509"] == 1


def test_an_angle_that_cannot_be_written_leaves_the_whole_folder_alone(tmp_path: Path) -> None:
    contents: dict[str, Any] = {"0.xml": rolabelimg(DEGREES, 0), "1.xml": rolabelimg(["&#49;5", "30"])}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    outcome = fix_and_verify(tmp_path, select=["BX509"])
    assert outcome.exit_code == 2
    assert "cannot be edited" in outcome.left_alone[0].reason
    assert {name: (tmp_path / name).read_bytes() for name in contents} == contents


def test_what_keeps_a_set_from_being_judged_keeps_it_as_it_is(tmp_path: Path) -> None:
    """Without its unsound boxes there would be too few for BX509 to speak, and small angles would pass for radians."""
    path = tmp_path / "a.json"
    before = rotated_coco(["30", "45", "7", "90", "2", "15", "75", "12", "60", "40", "33", "50"])
    before = before.replace(b"16.0", b"NaN", 3)
    path.write_bytes(before)
    outcome = boxlint.fix(path, isolated=True, unsafe_fixes=True)
    assert path.read_bytes() == before
    assert "BX509" in outcome.left_alone[0].reason


def test_few_angles_in_degrees_are_not_turned(tmp_path: Path) -> None:
    """Where one angle of a set is beyond two turns, those within are degrees as well."""
    path = tmp_path / "a.json"
    path.write_bytes(rotated_coco(["30", "45", "7", "90", "12"]))
    before = path.read_bytes()
    assert boxlint.fix(path, isolated=True, unsafe_fixes=True).fixed == {}
    assert path.read_bytes() == before
    path.write_bytes(rotated_coco(["0.3", "7", "12"]))
    assert boxlint.fix(path, isolated=True).fixed == {"BX508": 2}
