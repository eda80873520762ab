"""What the record models of the line formats share: numbers as text, and a fault in the user's words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from boxlint.formats.lines.record import LineRecord
from boxlint.formats.numbers import parse_number
from boxlint.formats.quoting import quote


def _read_number(value: Any) -> Any:
    if isinstance(value, str) and parse_number(value) is None:
        raise PydanticCustomError("number", "expected a number, got {got}", {"got": quote(value)})
    return float(value) if isinstance(value, str) else value


LineNumber = Annotated[float, BeforeValidator(_read_number)]
"""A number as a field's text, read as Python's `float` reads it; NaN and infinity are numbers."""


class LineModel(BaseModel):
    """The fields of a line, in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def explain_with(model: type[LineModel], record: LineRecord, place: str, expected: str, text: str) -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is.

    `expected` is what a line should be, `text` what it is.
    """
    if record.is_malformed:
        return f"{place}: expected {expected}, got {quote(text.strip())}"
    try:
        model.model_validate(dict(record.written))
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next((fault for fault in found if fault["type"] == "missing"), found[0])
        name = " ".join(str(part) for part in first["loc"])
        return f"{place}: {name} is missing" if first["type"] == "missing" else f"{place}: {name}: {first['msg']}"
    return ""
