"""Numbers as text, in the models of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from boxlint.text.numbers import parse_number
from boxlint.text.quoting import quote


def spelled(parse: Callable[[str], float | None]) -> BeforeValidator:
    """Makes a number of a text that `parse` reads; anything else that is none is a fault in the user's words."""

    def read(value: Any) -> Any:
        if isinstance(value, (int, float)):
            return value
        number = parse(value) if isinstance(value, str) else None
        if number is None:
            raise PydanticCustomError("number", "expected a number, got {got}", {"got": quote(value)})
        return number

    return BeforeValidator(read)


TextNumber = Annotated[float, spelled(parse_number)]
"""A number as text, read as Python's `float` reads it; NaN and infinity are numbers."""
