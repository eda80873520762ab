"""What the record models of CSV formats share: numbers as text, and a fault in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from boxlint.formats.csv_numbers import parse_field
from boxlint.formats.quoting import quote


def _read_number(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    number = parse_field(value) if isinstance(value, str) else None
    if number is None:
        raise PydanticCustomError("number", "expected a number, got {got}", {"got": quote(value)})
    return number


def _read_name(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "expected a name, got nothing")
    return value


CsvNumber = Annotated[float, BeforeValidator(_read_number)]
"""A number as text, with a decimal point or comma; NaN and infinity are numbers."""
CsvName = Annotated[str, AfterValidator(_read_name)]
"""A text that is not blank."""


class CsvRecord(BaseModel):
    """A record by the names of its columns; others than these are tolerated."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


def explain_with(model: type[CsvRecord], fields: Mapping[str, str], place: str) -> str:
    """The fault that a model finds in a record, as one sentence; blank where it finds none."""
    try:
        model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        words = "missing" if first["type"] == "missing" else first["msg"]
        return f"{place}, {'.'.join(map(str, first['loc']))}: {words}"
    return ""
