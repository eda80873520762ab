"""Lines of a class and four numbers, whose order no file tells: a user names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from pydantic import Field

from boxlint.formats.lines.fields import Spans, is_number, split_at_blanks, split_at_commas, texts
from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord, WrittenShape
from boxlint.formats.lines.sniff import are_mostly
from boxlint.formats.numbers import parse_number

_BOX: Final = 4
_FEWEST: Final = 2


class CornersModel(LineModel):
    """One object: two corners of its box in pixels, and its class; a confidence where it is a prediction."""

    x1: LineNumber
    y1: LineNumber
    x2: LineNumber
    y2: LineNumber
    category: str = Field(alias="class", min_length=1)
    confidence: LineNumber = 1.0


class SizedModel(LineModel):
    """One object: the corner, width and height of its box in pixels, and its class; a confidence of a prediction."""

    x: LineNumber
    y: LineNumber
    width: LineNumber
    height: LineNumber
    category: str = Field(alias="class", min_length=1)
    confidence: LineNumber = 1.0


class PlainBoxes(Struct, frozen=True):
    """The order of a line: `names` of the four numbers; the class stands behind them, or before, as `class_first`."""

    model: type[LineModel]
    kind: str
    class_first: bool

    @property
    def names(self) -> tuple[str, ...]:
        """What the four numbers are."""
        return tuple(self.model.model_fields)[:_BOX]

    def read_line(self, line: bytes, _: str = "") -> LineRecord:
        """What a line that is not blank says. Before the numbers there may be a confidence behind the class."""
        fields = texts(line, spans(line))
        place, category, confidence = self._parted(fields)
        numbers = tuple(fields[place : place + _BOX])
        if len(numbers) < _FEWEST or not any(map(is_number, numbers)):
            return LineRecord(is_malformed=True)
        written = {**dict(zip(self.names, numbers, strict=False)), **confidence}
        return LineRecord(
            category or None,
            (WrittenShape(self.kind, place, numbers),),
            {**written, "class": category} if category else written,
        )

    def _parted(self, fields: Sequence[str]) -> tuple[int, str, dict[str, str]]:
        """Where the numbers begin, the class, and the confidence if there is one."""
        if not self.class_first:
            return 0, " ".join(fields[_BOX:]), {}
        place = max(len(fields) - _BOX, 1)
        before = fields[:place]
        confidence = parse_number(before[-1]) if len(before) > 1 else None
        if confidence is not None and 0 <= confidence <= 1:
            return place, " ".join(before[:-1]), {"confidence": before[-1]}
        return place, " ".join(before), {}

    def explain(self, record: LineRecord, place: str, text: str = "") -> str:
        """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
        names = " ".join(self.names)
        return explain_with(self.model, record, place, f"class {names}" if self.class_first else f"{names} class", text)

    def could_be(self, head: bytes) -> bool:
        """Whether a text may be of this order: mostly lines of it, and no fractions."""
        return are_mostly(head, self._could_be_line)

    def _could_be_line(self, line: str) -> bool:
        record = self.read_line(line.encode())
        fields = len(line.replace(",", " ").split())
        # a number behind the class is its confidence; behind the box there is the class and no more
        most = _BOX + 1 + ("confidence" in record.written)
        return record.is_sound and fields <= most and not any(0 < abs(number) < 1 for number in _numbers(record))


def _numbers(record: LineRecord) -> list[float]:
    return [*map(float, record.shapes[0].texts)]


def spans(line: bytes) -> list[tuple[int, int]]:
    """The fields of a line: between commas if it has any, else between blanks."""
    split: Spans = split_at_commas if b"," in line else split_at_blanks
    return split(line)
