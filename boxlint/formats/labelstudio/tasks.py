"""The tasks of a Label Studio export: what is drawn in each, and the image that it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.json_nodes import Node
from boxlint.formats.json_numbers import as_number
from boxlint.formats.labelstudio.shapes import LABELS, SIDES, find_category, kind_of

LISTS: Final = ("annotations", "completions")
"""The keys of what annotators made of a task, the second in exports of before 1.0."""
_CANCELLED: Final = ("was_cancelled", "skipped")
_NAMES: Final = ("image", "img", "image_url", "url")
"""The keys that tasks have their image under most often: it is the labelling interface that names them."""
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp")


class Drawn(Struct, frozen=True):
    """A shape that somebody drew: its record, where that is in the task, and whether the annotation was cancelled."""

    node: Node
    place: str
    is_cancelled: bool = False


def drawn_in(task: Mapping[str, Node]) -> Iterator[Drawn]:
    """The shapes of a task, by its members, in order; of other results, such as choices and texts, there are none."""
    made = [key for key in LISTS if key in task]
    for key in made:
        for number, annotation in enumerate(task[key].items()):
            members = annotation.members()
            is_cancelled = any(name in members and members[name].value is True for name in _CANCELLED)
            results = members["result"].items() if "result" in members else []
            values = [result.value if result.is_object else {} for result in results]
            named = {_id_of(value) for value in values if find_category(value) is not None} - {""}
            for place, (result, value) in enumerate(zip(results, values, strict=True)):
                if not result.is_object or _is_shape(value, named):
                    yield Drawn(result, f".{key}[{number}].result[{place}]", is_cancelled)
    if not made:
        yield from _drawn_in_min(task)


def _id_of(result: Mapping[str, Any]) -> str:
    written = result.get("id")
    return written if isinstance(written, str) else ""


def _is_shape(result: Mapping[str, Any], named: Collection[str]) -> bool:
    """Whether a result is a shape, and not one whose name stands in another result of the same id."""
    return bool(kind_of(result)) and (find_category(result) is not None or _id_of(result) not in named)


def _drawn_in_min(task: Mapping[str, Node]) -> Iterator[Drawn]:
    """The same of a task of JSON-MIN, which has them in lists of its own."""
    for key, node in task.items():
        values = node.value if node.is_list else []
        if any(isinstance(value, dict) and SIDES[0] in value for value in values):
            for place, item in enumerate(node.items()):
                if not isinstance(values[place], dict) or any(name.endswith(LABELS) for name in values[place]):
                    yield Drawn(item, f".{key}[{place}]")


def size_of(values: Iterator[Any]) -> tuple[float, float]:
    """Width and height of an image in pixels, as the first of its records has them; NaN where none has."""
    first = next((value for value in values if isinstance(value, dict) and SIDES[0] in value), {})
    width, height = (as_number(first.get(side)) for side in SIDES)
    return width, height


def image_name(task: Mapping[str, Any]) -> str:
    """The name of the image file of a task, without the address or the folder of the server that it was loaded to."""
    data = task.get("data", task)
    texts = {key: text for key, text in data.items() if isinstance(text, str)} if isinstance(data, dict) else {}
    likely = (texts[key] for key in _NAMES if key in texts)
    pictures = (text for text in texts.values() if text.lower().endswith(_SUFFIXES))
    return _file_name(next(likely, None) or next(pictures, ""))


def _file_name(address: str) -> str:
    local = address.partition("?d=")[2]
    if local:
        return local
    is_address = "://" in address or address.startswith("/")
    return address.partition("?")[0].rpartition("/")[2] if is_address else address
