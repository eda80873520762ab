"""The line of a list of nodules as a validated model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from boxlint.formats.luna16.lines import NUMBERS, SERIES, Header, chosen
from boxlint.formats.numbers import parse_number
from boxlint.formats.quoting import quote


def _read_number(value: Any) -> Any:
    number = parse_number(value) if isinstance(value, str) else value
    if number is None:
        raise PydanticCustomError("number", "expected a number, got {got}", {"got": quote(value)})
    return number


Number = Annotated[float, BeforeValidator(_read_number)]


class LunaNodule(BaseModel):
    """One finding: its series, its centre in mm of the world (LPS), and its diameter in mm, −1 where not measured."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    seriesuid: str
    coordX: Number  # noqa: N815  the name of the column
    coordY: Number  # noqa: N815
    coordZ: Number  # noqa: N815
    diameter_mm: Number


def explain(fields: Sequence[str], header: Header, place: str) -> str:
    """What is wrong with the fields of a line at `place`, as one sentence; blank where nothing is."""
    if len(fields) != header.count:
        return f"{place}: expected {header.count} fields, got {len(fields)}"
    series, numbers = chosen(header, fields)
    try:
        LunaNodule.model_validate({SERIES: series, **dict(zip(NUMBERS, numbers, strict=True))})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return f"{place}: {first['loc'][0]}: {first['msg']}"
    return ""
