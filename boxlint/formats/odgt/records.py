"""The records of ODGT as validated models, and what is wrong with one in the user's words."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from boxlint.formats.json_text import in_words

Box = Annotated[list[FiniteFloat], Field(min_length=4, max_length=4)]
"""x and y of the upper left corner, width and height, in pixels."""


class Record(BaseModel):
    """What the records have in common: values are taken as written, unknown fields are kept."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Extra(Record):
    """What is said of an object: `ignore` 1 for one that is no target."""

    ignore: Literal[0, 1] = 0


class GtBox(Record):
    """An object. `fbox` is the box of the whole body, hidden parts included, which may run past the image.

    `vbox` is that of what can be seen, `hbox` that of the head. `tag` is person, or mask for a region to be ignored.
    """

    tag: str
    fbox: Box
    vbox: Box | None = None
    hbox: Box | None = None
    extra: Extra = Extra()


class Image(Record):
    """A line: an image, whose file is called by its `ID`, and its objects."""

    ID: str
    gtboxes: list[GtBox]


_EXPECTED: Final = {
    "string_type": "a text",
    "list_type": "a list of 4 numbers",
    "float_type": "a number",
    "finite_number": "a finite number",
    "literal_error": "0 or 1",
}


def explain(value: Any, place: str) -> str:
    """Every fault of an object at `place`, joined by "; ": "line 3: gtboxes[1].fbox: expected 4 numbers, got 3".

    The empty text where there is none.
    """
    try:
        GtBox.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        return "; ".join(dict.fromkeys(f"{place}{_fault(fault)}" for fault in faults))
    return ""


def _fault(fault: Any) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"])
    value = fault["input"]
    if fault["type"] == "missing":
        return f": {fault['loc'][-1]} is missing"
    if fault["type"] in ("too_short", "too_long"):
        return f"{path}: expected 4 numbers, got {len(value)}"
    return f"{path}: expected {_EXPECTED.get(fault['type'], 'an object')}, got {in_words(value)}"
