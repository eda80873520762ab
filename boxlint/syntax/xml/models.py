"""What the record models of the XML formats share: numbers that may be absent, and a fault in the user's words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from boxlint.text.numbers import parse_number
from boxlint.text.quoting import quote


def _read_optional_number(value: Any) -> Any:
    return None if isinstance(value, str) and parse_number(value) is None else value


XmlOptionalNumber = Annotated[float | None, BeforeValidator(_read_optional_number)]
"""A number that may be absent or blank."""


class XmlRecord(BaseModel):
    """An element with children; children that it does not name are tolerated."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def explain_with(model: type[XmlRecord], fields: Any, place: str, elements: str) -> str:
    """The fault that a model finds in an element, as one sentence; blank where it finds none."""
    if not isinstance(fields, dict):
        return f"{place}: expected {elements}, got {quote(fields.strip() if isinstance(fields, str) else fields)}"
    try:
        model.model_validate(fields)
    except ValidationError as error:
        found = error.errors(include_url=False)
        # what is missing is judged before what is no number
        first = next((fault for fault in found if fault["type"] == "missing"), found[0])
        where = ".".join([place, *(str(part) for part in first["loc"])])
        return f"{where}: {_words(first['type'], first['msg'], first.get('input'))}"
    return ""


def _words(kind: str, message: str, value: Any) -> str:
    if kind == "missing":
        return "missing"
    if kind == "string_type":
        return f"expected text, got {quote(value)}"
    if kind.startswith("model"):
        return f"expected child elements, got {quote(value)}"
    return message
