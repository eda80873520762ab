"""A profiled run says where its time went, and nothing else changes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import boxlint
from boxlint import stages
from boxlint.stages import profiled, stage

SAMPLE = Path(__file__).parents[1] / "sample_data" / "coco"
ROW = re.compile(r"(\S.*?) {2,}(\d+\.\d{4}) +(\d+\.\d{4})(?: +(\d+\.\d)%)?")


class Clock:
    """A time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(stages, "perf_counter", clock)
    monkeypatch.setattr(stages, "process_time", clock)
    return clock


def check(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "boxlint", "check", str(SAMPLE), "--isolated", "--output-format", "json", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def without_seconds(report: str) -> str:
    return re.sub(r'"seconds": [\d.]+', "", report)


def test_the_profile_names_stages_rules_and_columns_and_leaves_the_findings_alone() -> None:
    plain, timed = check(), check("--profile-time")
    assert (timed.returncode, without_seconds(timed.stdout)) == (plain.returncode, without_seconds(plain.stdout))
    assert plain.stdout.count('"code"') > 0
    rows = [found for line in timed.stderr.splitlines() if (found := ROW.fullmatch(line))]
    names = [row[1] for row in rows]
    assert {"settings", "rules", "discovery", "reading", "report"} <= set(names)
    assert names[-2].endswith(" others")
    assert names[-1] == "in all"
    walls = [float(row[2]) for row in rows]
    assert walls[:-2] == sorted(walls[:-2], reverse=True)
    assert sum(walls[:-1]) == pytest.approx(walls[-1], abs=1e-4 * len(walls))
    assert sum(float(row[4]) for row in rows[:-1]) == pytest.approx(100, abs=0.05 * len(rows))


def test_every_rule_and_column_is_a_stage() -> None:
    with profiled() as profile:
        boxlint.check(SAMPLE, isolated=True)
    assert {"rule BX101", "column box width", "findings"} <= profile.stages.keys()


def test_an_inner_stage_interrupts_the_outer_one(clock: Clock) -> None:
    with profiled() as profile:
        clock.pass_by(1)
        with stage("outer"):
            clock.pass_by(10)
            with stage("inner", "one"):
                clock.pass_by(100)
            with stage("inner", "one"):
                clock.pass_by(100)
            clock.pass_by(10)
    times = {name: (times.wall, times.processor) for name, times in profile.stages.items()}
    assert times == {"the rest": (1, 1), "outer": (20, 20), "inner one": (200, 200)}


def test_a_stage_that_fails_is_counted_and_left(clock: Clock) -> None:
    with profiled() as profile:
        with pytest.raises(KeyError), stage("failing"):
            {}[clock.pass_by(3)]
        clock.pass_by(4)
    assert {name: times.wall for name, times in profile.stages.items()} == {"the rest": 4, "failing": 3}


def test_without_a_profile_every_stage_is_the_same_nothing() -> None:
    assert stage("rule", "BX101") is stage("column", "box", "width")
    with profiled():
        assert stage("rule", "BX101") is not stage("rule", "BX101")
    assert stages._profile is None
