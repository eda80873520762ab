"""YOLO labels of every task of ultralytics, invented, and the faults that are put into them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from msgspec import Struct

CLASSES: Final = 3
ARABIC: Final = "\N{ARABIC-INDIC DIGIT ZERO}.\N{ARABIC-INDIC DIGIT FIVE}"
VALUES: Final = (
    *("1.01", "1.0100000", "1.01000001", "1.01000004", "1.01000006", "1.0100001", "1.011", "1.2", "2", "7.5", "640"),
    *("1", "1.0", "1.000001", "0", "-0", "-0.0", "-1e-9", "-0.0001", "-0.005", "-0.00999999", "-0.01", "-0.0100000001"),
    *("-0.010000001", "-0.011", "-0.3", "-1", "-640", "nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e400", "1e38"),
    *(
        "1e39",
        "-1e39",
        "1e-300",
        "1e-3",
        "5e-1",
        ".5",
        "5.",
        "+0.5",
        "00.5",
        "0.5.5",
        "0,5",
        "0.5,",
        "x",
        "None",
        "0x1",
    ),
    *(ARABIC, "\N{FULLWIDTH DIGIT ONE}", "0.5px", '"0.5"', "--1", "1e"),
)
NAMES: Final = (
    *(
        "0",
        "1",
        "2",
        "3",
        "4",
        "80",
        "-1",
        "-2",
        "-0",
        "1.0",
        "2.0",
        "3.0",
        "2.",
        "1.5",
        "0.5",
        "-0.5",
        "-0.005",
        "1e0",
    ),
    *("2e0", "1e3", "+1", "01", "nan", "inf", "car", "0,", "1e400", "\N{ARABIC-INDIC DIGIT ONE}", "0x1"),
)
LINES: Final = ("x", "# note", "0", "0,0.5,0.5,0.1,0.1")
ENDS: Final = ("\n", "\r\n", "\r", "\n\n", " \n", "\t\n", "\n \n", "\r\r\n")
BLANKS: Final = (" ", "  ", "\t", " \t ", "\N{NO-BREAK SPACE}")


class Task(Struct, frozen=True):
    """A task of ultralytics: the framework file, the format of its labels, and the shape of its keypoints."""

    name: str
    format: str
    keypoints: tuple[int, int] = (0, 0)

    def row(self, random: Random) -> list[str]:
        """A sound row."""
        return [str(random.randrange(CLASSES)), *(f"{value:.6f}" for value in self._numbers(random))]

    def _numbers(self, random: Random) -> list[float]:
        x, y = random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)
        width, height = random.uniform(0.05, 0.3), random.uniform(0.05, 0.3)
        left, right, upper, lower = x - width / 2, x + width / 2, y - height / 2, y + height / 2
        corners = [left, upper, right, upper, right, lower, left, lower]
        if self.format == "yolo-obb":
            return corners
        if self.format == "yolo-segment":
            return corners[:6] if random.random() < 0.3 else [*corners, left - 0.01, y]
        points: list[float] = []
        for _ in range(self.keypoints[0]):
            points += [random.uniform(left, right), random.uniform(upper, lower)]
            points += [random.choice([0.0, 1.0, 2.0])][: self.keypoints[1] - 2]
        return [x, y, width, height, *points]

    def has_kind(self, row: Sequence[str]) -> bool:
        """Whether a row has as many fields as the task's rows."""
        if self.format == "yolo-segment":
            return len(row) >= 7 and len(row) % 2 == 1
        return len(row) == (9 if self.format == "yolo-obb" else 5 + self.keypoints[0] * self.keypoints[1])


TASKS: Final = (
    Task("ultralytics", "yolo"),
    Task("ultralytics-obb", "yolo-obb"),
    Task("ultralytics-segment", "yolo-segment"),
    Task("ultralytics-pose", "yolo-pose", (4, 3)),
    Task("ultralytics-pose", "yolo-pose", (4, 2)),
)


def with_faults(rows: list[list[str]], random: Random) -> bytes:
    """The content of a label file of these rows, which are changed, with a fault or a few, or none."""
    end, blank, encoding = "\n", " ", "utf-8"
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3))):
        kind = random.randrange(16)
        if kind < 9 and rows:
            _spoil(random.choice(rows), kind, random)
        elif kind < 12:
            _mix(rows, kind, random)
        elif kind == 12:
            end = random.choice(ENDS)
        elif kind == 13:
            blank = random.choice(BLANKS)
        elif kind == 14:
            encoding = "utf-8-sig"
        else:
            rows.insert(random.randrange(len(rows) + 1), [random.choice(LINES)])
    return (end.join(blank.join(row) for row in rows) + random.choice((end, ""))).encode(encoding)


def _spoil(row: list[str], kind: int, random: Random) -> None:
    """Change a value, the class, or how many numbers a row has."""
    if kind < 5 and len(row) > 1:
        row[random.randrange(1, len(row))] = random.choice(VALUES)
    elif kind < 7 and row:
        row[0] = random.choice(NAMES)
    elif kind == 7:
        del row[-random.randrange(1, min(4, len(row)) + 1) :]
    else:
        row.extend(f"{random.random():.4f}" for _ in range(random.randrange(1, 6)))


def _mix(rows: list[list[str]], kind: int, random: Random) -> None:
    """Repeat a row, add one of another task, or replace all by such."""
    other = random.choice(TASKS)
    if kind == 11:
        rows[:] = [other.row(random) for _ in rows]
    else:
        row = list(random.choice(rows)) if kind == 9 and rows else other.row(random)
        rows.insert(random.randrange(len(rows) + 1), row)
