"""The objects of Hugging Face datasets as a validated model."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from boxlint.formats.json_text import in_words

_SIDES: Final = 4
_EXPECTED: Final = {"bbox": f"a list of {_SIDES} numbers", "category": "a class"}

Number = Annotated[float, Strict()]


class HuggingFaceObject(BaseModel):
    """One object: x, y, width and height of its box in pixels, and its class, a number from 0 or a name."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    bbox: Annotated[tuple[Number, ...], Field(min_length=_SIDES, max_length=_SIDES)]
    category: Annotated[int, Strict()] | Annotated[str, Strict()] = ""


def explain(value: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    if not isinstance(value, dict):
        return f"{place}: expected an object, got {in_words(value)}"
    try:
        HuggingFaceObject.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field, *inner = first["loc"]
        inner = inner if field == "bbox" else []
        where = f"{place}.{field}" + "".join(f"[{part}]" for part in inner)
        if first["type"] == "missing" or (field == "category" and value[field] is None):
            return f"{where}: missing"
        if first["type"] in ("too_short", "too_long"):
            return f"{where}: expected {_SIDES} numbers, got {len(first['input'])}"
        return f"{where}: expected {'a number' if inner else _EXPECTED[str(field)]}, got {in_words(first['input'])}"
    return ""
