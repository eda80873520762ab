"""What a line says of one object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

from boxlint.rows.row import NAN, Fault
from boxlint.syntax.lines.fields import is_number
from boxlint.syntax.written_boxes import Numbers, from_position

EXPECTED: Final = {"box": 4, "sized_box": 4, "quad": 8}
"""How many numbers a shape has, by kind; of a polygon as many as are written."""


class WrittenShape(Struct, frozen=True):
    """Numbers of a line that are a shape: as written, and which field is the first of them, from 0.

    `kind` is box (two corners), sized_box (a corner, width and height), quad (four corners) or polygon.
    """

    kind: str
    place: int
    texts: tuple[str, ...]

    @property
    def expected(self) -> int:
        """How many numbers it should have."""
        return EXPECTED.get(self.kind, len(self.texts))

    @property
    def is_sound(self) -> bool:
        """Whether all its numbers are there, and are numbers."""
        return len(self.texts) == self.expected and all(map(is_number, self.texts))

    def values(self) -> Numbers:
        """The coordinates of a sound shape, pixels: of a box x_min, y_min, x_max, y_max."""
        numbers = tuple(map(float, self.texts))
        return from_position(numbers) if self.kind == "sized_box" else numbers


class LineRecord(Struct, frozen=True):
    """What a line says of one object, faulty lines included.

    `category` is what it writes, None for nothing. `written` has what stands in its fields, by their names, for the
    model of its format. `is_malformed`: no object at all. `image`: the name of its image where lines have one.
    `columns` are others of the annotation table.
    """

    category: str | None = None
    shapes: tuple[WrittenShape, ...] = ()
    written: Mapping[str, Any] = field(default_factory=dict)
    is_malformed: bool = False
    difficult: float = NAN
    image: str | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether it has a category, and its shapes can be read."""
        return not self.is_malformed and self.category is not None and all(shape.is_sound for shape in self.shapes)

    @property
    def expected(self) -> int:
        """How many numbers its first shape should have."""
        return self.shapes[0].expected if self.shapes else EXPECTED["box"]


def fault_of(record: LineRecord, problem: str) -> Fault | None:
    """What the annotation table says of a record that is not sound; `problem` is that in words."""
    if record.is_sound:
        return None
    if record.is_malformed:
        return Fault(problem=problem, is_malformed=True, coordinate_count=NAN)
    faulty = next((shape for shape in record.shapes if not shape.is_sound), None)
    if faulty is None:
        return Fault(problem=problem, missing_field="category")
    is_complete = len(faulty.texts) == faulty.expected
    # the table counts the numbers of the first shape
    count = record.expected if is_complete else record.expected + len(faulty.texts) - faulty.expected
    return Fault(problem=problem, coordinates_not_numeric=is_complete, coordinate_count=None if is_complete else count)
