"""The records of a COCO file as validated models, and what is wrong with a record in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from boxlint.formats.json_text import in_words

Id = Annotated[int, Field(ge=-(2**63), lt=2**63)] | str
Numbers = list[FiniteFloat]
BOX_LENGTH: Final = 4
ROTATED_BOX_LENGTH: Final = 5


class Record(BaseModel):
    """What the records have in common: values are taken as written, unknown fields are kept."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Mask(Record):
    """A run-length encoded mask: `size` is [height, width], `counts` the runs, as numbers or compressed."""

    size: Annotated[list[int], Field(min_length=2, max_length=2)]
    counts: list[int] | str


class Image(Record):
    """An image: its size in pixels. `filename` and, in LVIS, `coco_url` stand for `file_name`."""

    id: Id
    file_name: Annotated[str, Field(validation_alias=AliasChoices("file_name", "filename", "coco_url"))]
    width: FiniteFloat | None = None
    height: FiniteFloat | None = None


class Category(Record):
    """A category of objects."""

    id: Id
    name: str
    supercategory: str | None = None


class Annotation(Record):
    """An annotated object.

    `bbox` is [x, y, width, height] in pixels from the top left corner of the image; in rotated COCO files
    it is [center x, center y, width, height, angle in radians].
    """

    id: Id
    image_id: Id
    category_id: Id
    bbox: Annotated[Numbers, Field(min_length=BOX_LENGTH, max_length=ROTATED_BOX_LENGTH)] | None = None
    area: FiniteFloat | None = None
    iscrowd: Literal[0, 1] | None = None
    segmentation: list[Numbers] | Mask | None = None
    keypoints: Numbers | None = None
    num_keypoints: int | None = None


class Result(Record):
    """A detection: its `score`, and a box [x, y, width, height] in pixels, a mask or keypoints."""

    image_id: Id
    category_id: Id
    score: FiniteFloat
    bbox: Annotated[Numbers, Field(min_length=BOX_LENGTH, max_length=ROTATED_BOX_LENGTH)] | None = None
    segmentation: list[Numbers] | Mask | None = None
    keypoints: Numbers | None = None


_MODELS: Final[dict[str, type[Record]]] = {
    "images": Image,
    "annotations": Annotation,
    "categories": Category,
    "results": Result,
}
_BOXED: Final = frozenset({"annotations", "results"})
_EXPECTED: Final = {
    "missing": "",
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "an integer",
    "string_type": "a text",
    "list_type": "a list of numbers",
    "literal_error": "0 or 1",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def explain(list_name: str, index: int, value: Any, numbers: int = BOX_LENGTH) -> str:
    """Every fault of a record, joined by "; ": "annotations[17].bbox: expected 4 numbers, got 3".

    `list_name` is images, annotations, categories or results; `numbers` is how many a box of this file has.
    The empty text if there is no fault.
    """
    place = f"{list_name}[{index}]"
    if not isinstance(value, dict):
        return f"{place}: expected an object, got {in_words(value)}"
    return "; ".join(dict.fromkeys(f"{place}{fault}" for fault in _faults(list_name, value, numbers)))


def _faults(list_name: str, value: dict[str, Any], numbers: int) -> Iterator[str]:
    bbox = value.get("bbox")
    if list_name in _BOXED and isinstance(bbox, list) and len(bbox) != numbers:
        yield f".bbox: expected {numbers} numbers, got {len(bbox)}"
    if list_name in _BOXED and "bbox" not in value and not (value.get("segmentation") or value.get("keypoints")):
        yield ": bbox is missing"
    elif list_name in _BOXED and "bbox" in value and bbox is None:
        yield f".bbox: expected {numbers} numbers, got null"
    try:
        _MODELS[list_name].model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            text = _fault(fault["type"], fault["loc"], fault["input"])
            if text:
                yield text


def _fault(kind: str, path: tuple[int | str, ...], value: Any) -> str:
    # of a union pydantic names the alternatives in the path: they are no part of the record
    names = [
        step
        for step in path
        if isinstance(step, int) or (step.islower() and step not in ("int", "constrained-int", "str"))
    ]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in names)
    if not names or names[0] in ("segmentation", "keypoints") or kind in ("too_short", "too_long"):
        return ""
    if kind == "missing":
        return f": {names[-1]} is missing"
    if names[-1] in ("id", "image_id", "category_id") and type(value) is int:
        return f"{place}: expected an integer of at most 64 bits, got {in_words(value)}"
    expected = (
        "an integer or a text"
        if names[-1] in ("id", "image_id", "category_id")
        else _EXPECTED.get(kind, "another value")
    )
    return f"{place}: expected {expected}, got {in_words(value)}"
