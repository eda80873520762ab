"""The entries of a datalist as validated models, and what is wrong with one in the user's words."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from boxlint.formats.json_text import in_words
from boxlint.formats.monai.modes import NUMBERS

Number = Annotated[float, Strict()]
Box = Annotated[tuple[Number, ...], Field(min_length=NUMBERS, max_length=NUMBERS)]
"""Six numbers in one of MONAI's box modes, in voxels or in mm of the world."""
_BOX: Final = "a list of 6 numbers"


class MonaiEntry(BaseModel):
    """One volume: its path, or those of its modalities, its boxes, and the class of each, from 0."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    image: str | list[str]
    box: list[Box]
    label: list[Annotated[int, Strict()]]


def explain_box(value: Any, place: str) -> str:
    """What is wrong with a box at `place`, as one sentence; blank where nothing is."""
    if isinstance(value, list) and len(value) != NUMBERS:
        return f"{place}: expected {NUMBERS} numbers, got {len(value)}"
    try:
        MonaiEntry(image="", box=[value], label=[])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        inner = "".join(f"[{part}]" for part in first["loc"][2:])
        return f"{place}{inner}: expected {'a number' if inner else _BOX}, got {in_words(first['input'])}"
    return ""


def explain_entry(value: Any, place: str) -> str:
    """What is wrong with an entry at `place` but for its single boxes and labels; blank where nothing is."""
    if not isinstance(value, dict):
        return f"{place}: expected an object, got {in_words(value)}"
    if not isinstance(value.get("box", []), list):
        return f"{place}.box: expected a list of boxes, got {in_words(value['box'])}"
    return ""
