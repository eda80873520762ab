"""Files that say what the classes of YOLO labels are: `data.yaml`, and the lists of Darknet and of labelling tools."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from boxlint.formats.numbers import parse_number
from boxlint.formats.quoting import quote
from boxlint.formats.text import read_source
from boxlint.formats.unchanged import once_while_unchanged

_LARGEST: Final = 1 << 26
"""Bytes of a file that is read: none of more is a list."""
_SPLITS: Final = {"train": "train", "val": "val", "validation": "val", "test": "test", "minival": "val"}
_MOST_CLASSES: Final = 100_000
_MOST_SPELLED: Final = 10
_DIMENSIONS: Final = (2, 3)


class ClassList(Struct, frozen=True):
    """What a file says of a dataset: `classes` by what labels write, `keypoint_shape` of poses, `splits`.

    `splits` are the places of images by the name of the split, as written, seen from `roots`. `problem` is what is
    wrong with the file, in words; what it says of the rest counts all the same.
    """

    path: str
    classes: Mapping[str, str] | None = None
    keypoint_shape: tuple[int, int] | None = None
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    problem: str = ""


@once_while_unchanged
def read_yaml(path: str) -> ClassList | None:
    """What a YAML file says of a dataset; None where it is about something else, or cannot be opened."""
    text = _text(path)
    if text is None or not ("names" in text or "nc" in text):
        return None
    import yaml

    try:
        value = yaml.safe_load(text)
    except RecursionError:
        return ClassList(path, problem="it is no YAML that can be read: lists within lists, too deep")
    except (yaml.YAMLError, ValueError) as error:
        return ClassList(path, problem=f"it is no YAML: {_first_words(error)}")
    if not isinstance(value, dict) or not ("names" in value or "nc" in value):
        return None
    classes, problem = _classes(value)
    shape, wrong_shape = _keypoint_shape(value.get("kpt_shape"))
    folder, root = os.path.dirname(path), value.get("path")
    roots = (os.path.join(folder, root),) if isinstance(root, str) else ()
    splits = {name: _places(value[key]) for key, name in _SPLITS.items() if key in value}
    return ClassList(path, classes, shape, splits, (*roots, folder), problem or wrong_shape)


@once_while_unchanged
def read_names(path: str) -> ClassList | None:
    """The classes of a file that has a name a line; None where it cannot be opened."""
    text = _text(path)
    if text is None:
        return None
    names = [line.strip() for line in text.rstrip().splitlines()]
    return ClassList(path, {str(number): name for number, name in enumerate(names)})


def read_darknet(path: str) -> ClassList | None:
    """The classes of the file that a Darknet `obj.data` names, there or beside it."""
    text = _text(path)
    values = dict(_assignment(line) for line in (text or "").splitlines() if "=" in line)
    folder, named = os.path.dirname(path), values.get("names", "")
    for place in (os.path.join(folder, named), os.path.join(folder, os.path.basename(named))) if named else ():
        found = read_names(place)
        if found is not None:
            return found
    return None


@once_while_unchanged
def listed_images(path: str) -> list[str]:
    """The images of a list with one a line; paths that are not absolute are seen from the folder of the list."""
    text, folder = _text(path), os.path.dirname(path)
    lines = (line.strip() for line in (text or "").splitlines())
    return [os.path.normpath(os.path.join(folder, line)) for line in lines if line]


def _assignment(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name.strip(), value.strip()


def _text(path: str) -> str | None:
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST:
            return None
        return bytes(read_source(path).data).decode("utf-8", "replace")
    except OSError:
        return None


def _first_words(error: Exception) -> str:
    """What is wrong, and where, in one line."""
    mark, words = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
    place = f"line {mark.line + 1}: " if mark is not None else ""
    return place + " ".join(str(words).split())


def _classes(value: Mapping[Any, Any]) -> tuple[dict[str, str] | None, str]:
    """The classes by number, and what is wrong with them."""
    names, count = value.get("names"), _whole(value.get("nc"))
    if value.get("nc") is not None and (count is None or not 0 <= count <= _MOST_CLASSES):
        count, problem = None, f"nc: expected a whole number, got {quote(_spelled(value['nc']))}"
    else:
        problem = ""
    if names is None:
        return (None if count is None else {str(number): str(number) for number in range(count)}), problem
    if isinstance(names, list):
        classes = {str(number): _spelled(name) for number, name in enumerate(names)}
    elif isinstance(names, dict):
        classes = {str(number): _spelled(name) for key, name in names.items() if (number := _whole(key)) is not None}
        if len(classes) < len(names) or sorted(map(int, classes)) != list(range(len(classes))):
            problem = problem or f"names: expected the numbers from 0 to {len(names) - 1} as keys"
    else:
        return None, "names: expected a list, or names by their numbers"
    if count is not None and count != len(names):
        problem = problem or f"nc is {count}, and names has {len(names)}"
    return classes, problem


def _spelled(value: Any) -> str:
    """A value as text. Lists within lists may be without end, as YAML lets them name themselves."""
    if isinstance(value, list) and not any(isinstance(item, (list, dict)) for item in value):
        return str(value[:_MOST_SPELLED])
    return "a list or mapping" if isinstance(value, (list, dict)) else str(value)


def _whole(value: Any) -> int | None:
    """The whole number that a value is or spells, None for any other."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    number = parse_number(str(value))
    # what is infinite or NaN has no remainder of 0
    return int(number) if number is not None and number % 1 == 0 else None


def _keypoint_shape(value: Any) -> tuple[tuple[int, int] | None, str]:
    if value is None:
        return None, ""
    numbers = [_whole(number) for number in value] if isinstance(value, list) else []
    if len(numbers) == 2 and numbers[0] and numbers[0] > 0 and numbers[1] in _DIMENSIONS:
        return (numbers[0], numbers[1]), ""
    return None, f"kpt_shape: expected the number of keypoints, and 2 or 3, got {quote(_spelled(value))}"


def _places(value: Any) -> tuple[str, ...]:
    found: Sequence[Any] = value if isinstance(value, list) else [value]
    return tuple(place for place in found if isinstance(place, str))
