"""The record of SODA-A as a validated model."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from boxlint.text.quoting import in_words

_EXPECTED: Final = {"poly": "a list of 8 numbers", "category_id": "a whole number"}

Number = Annotated[float, Strict()]


class SodaObject(BaseModel):
    """One object: its corners x1, y1, … x4, y4 in pixels, and its class (`cat_id` in files of cut images)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    poly: Annotated[tuple[Number, ...], Field(min_length=8, max_length=8)]
    category_id: Annotated[int, Strict()]


def explain(value: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    if not isinstance(value, dict):
        return f"{place}: expected an object, got {in_words(value)}"
    try:
        SodaObject.model_validate({"category_id": value["cat_id"], **value} if "cat_id" in value else value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field, *inner = first["loc"]
        where = f"{place}.{field}" + "".join(f"[{part}]" for part in inner)
        if first["type"] == "missing":
            return f"{where}: missing"
        if first["type"] in ("too_short", "too_long"):
            return f"{where}: expected 8 numbers, got {len(first['input'])}"
        return f"{where}: expected {'a number' if inner else _EXPECTED[str(field)]}, got {in_words(first['input'])}"
    return ""
