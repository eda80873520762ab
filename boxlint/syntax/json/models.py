"""What the record models of annotation tools' JSON share: strict values, and faults in the user's words."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, ValidationError
from pydantic_core import PydanticCustomError

from boxlint.rows.row import NAN, Fault
from boxlint.text.quoting import in_words

Number = Annotated[float, Strict()]
"""A JSON number; NaN and infinity are numbers, texts and booleans are none."""
Point = Annotated[list[Number], Field(min_length=2, max_length=2)]
"""x and y, in pixels unless said otherwise."""


def _read_label(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise PydanticCustomError("label", "expected a text")
    return value


Label = Annotated[str, BeforeValidator(_read_label)]
"""The name of a category; a number counts as one."""


class JsonRecord(BaseModel):
    """A record; members that it does not name are tolerated."""

    model_config = ConfigDict(extra="ignore", frozen=True)


_COUNTS: Final = ("too_short", "too_long", "count")
_RANKS: Final = ("missing", *_COUNTS)
"""Which kinds of fault are told first."""
_EXPECTED: Final = {
    "float_type": "a number",
    "list_type": "a list",
    "int_type": "a whole number",
    "label": "a text",
    "positive": "a positive number",
    "string_type": "a text",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
}


def find_fault(model: type[JsonRecord], value: Any, place: str) -> Fault | None:
    """What a model finds wrong with a record at `place`; None where it is sound."""
    if not isinstance(value, dict):
        return Fault(f"{place}: expected an object, got {in_words(value)}", is_malformed=True, coordinate_count=NAN)
    try:
        model.model_validate(value)
    except ValidationError as error:
        faults = sorted(error.errors(include_url=False), key=_rank)
        kind, missing = faults[0]["type"], [fault["loc"] for fault in faults if fault["type"] == "missing"]
        miscounted = next((fault["input"] for fault in faults if _is_miscount(fault)), None)
        return Fault(
            problem=_sentence(place, faults[0]),
            missing_field=".".join(map(str, missing[0])) if missing else "",
            is_malformed=kind not in ("missing", "float_type") and not _is_miscount(faults[0]),
            coordinates_not_numeric=any(fault["type"] == "float_type" for fault in faults),
            coordinate_count=NAN if missing else None if miscounted is None else float(_count(miscounted)),
        )
    return None


def explain_with(model: type[JsonRecord], value: Any, place: str) -> str:
    """The fault that a model finds in a record at `place`, as one sentence; blank where it finds none."""
    fault = find_fault(model, value, place)
    return "" if fault is None else fault.problem


def _rank(fault: Any) -> int:
    kind = fault["type"]
    return _RANKS.index(kind) if kind in _RANKS else len(_RANKS) + (kind == "float_type")


def _is_miscount(fault: Any) -> bool:
    """Whether a shape has too few or too many numbers; a point that has is no point."""
    return fault["type"] in _COUNTS and not isinstance(fault["loc"][-1], int)


def _count(value: Any) -> int:
    """How many numbers there are in a list and in the lists in it."""
    return sum(_count(item) for item in value) if isinstance(value, list) else 1


def _sentence(place: str, fault: Any) -> str:
    where = place + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"])
    kind, value = fault["type"], fault["input"]
    if kind == "missing":
        return f"{where}: missing"
    if kind in _COUNTS:
        return f"{where}: expected {_expected_count(fault)}, got {len(value)}"
    return f"{where}: expected {_EXPECTED.get(kind, 'another value')}, got {in_words(value)}"


def _expected_count(fault: Any) -> str:
    """How many items are expected: as a model's own check says it, or as its bounds do."""
    limits = fault["ctx"]
    if fault["type"] == "count":
        return str(limits["expected"])
    return (
        f"at least {limits['min_length']} items"
        if fault["type"] == "too_short"
        else f"at most {limits['max_length']} items"
    )
