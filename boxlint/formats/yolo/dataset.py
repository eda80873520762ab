"""What lies around a folder of YOLO labels: the list of classes above it, splits, and the labels of the others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct, field

from boxlint.formats.text import read_head
from boxlint.formats.unchanged import once_while_unchanged
from boxlint.formats.yolo.class_lists import ClassList, listed_images, read_darknet, read_names, read_yaml
from boxlint.split_names import split_path

_ABOVE: Final = 4
"""Folders above the labels in which a list may lie."""
_YAML: Final = ("data.yaml", "data.yml", "dataset.yaml", "dataset.yml")
_SUFFIXES: Final = (".yaml", ".yml")
_MOST_YAML: Final = 20
"""Files of other names in one folder that are looked at."""
_LISTS: Final = (
    ("obj.data", read_darknet),
    ("obj.names", read_names),
    ("classes.txt", read_names),
    ("_darknet.labels", read_names),
)
_FILES: Final = 20
"""Files of another split that are looked at."""


class Dataset(Struct, frozen=True):
    """What is said of the labels of one folder: `classes` by what labels write, `keypoint_shape`, the `split`.

    `list_path` is the file that says it, as seen from the folder, empty where there is none; `problem` is what is wrong
    with it. `file_splits` are by the stem of a file, where lists of images tell them.
    """

    list_path: str = ""
    problem: str = ""
    classes: Mapping[str, str] | None = None
    keypoint_shape: tuple[int, int] | None = None
    split: str = ""
    file_splits: Mapping[str, str] = field(default_factory=dict)


def find_dataset(folder: str) -> Dataset:
    """What the nearest class list above a folder says of its labels: YAML, or else one of Darknet or of a tool."""
    folder = os.path.normpath(folder)
    found = _find_list(folder)
    if found is None:
        return Dataset()
    path = os.path.relpath(found.path, folder)
    # a split that folders below the list name is told by these
    is_named = bool(split_path(os.path.relpath(folder, os.path.dirname(found.path)))[0])
    split, file_splits = ("", {}) if is_named else _splits(found, folder)
    return Dataset(path, found.problem, found.classes, found.keypoint_shape, split, file_splits)


def sibling_heads(folder: str) -> Iterator[bytes]:
    """The first bytes of some files of the folders of the other splits: `labels/val`, `val/labels`."""
    above, name = os.path.split(folder)
    below = ""
    if name == "labels":
        above, name, below = *os.path.split(above), name
    split, dataset = split_path(name)
    siblings = [sibling for sibling in names_in(above) if _is_split_of(dataset, sibling)] if split else []
    beside = [os.path.join(above, sibling, below) for sibling in siblings if sibling != name]
    for place in filter(os.path.isdir, beside):
        try:
            with os.scandir(place) as entries:
                paths = [entry.path for entry in islice(entries, _FILES) if entry.name.endswith(".txt")]
        except OSError:
            continue
        yield from map(read_head, paths)


def _is_split_of(dataset: str, name: str) -> bool:
    """Whether a folder's name is that of a split, and else is that of the others: `train2017` and `val2017`."""
    split, rest = split_path(name)
    return bool(split) and rest == dataset


def _find_list(folder: str) -> ClassList | None:
    """The class list of a folder's labels: the YAML whose splits they are, else the nearest list of any kind."""
    places = [*_and_above(folder)]
    # a folder of labels has many files, and no YAML of an unusual name
    described = [_yaml_in(place, with_any_name=place != folder) for place in places]
    own = (listed for found in described for listed in found if _splits(listed, folder)[0])
    nearest = (found for place, yaml in zip(places, described, strict=True) for found in _likely(place, yaml))
    return next(own, None) or next(nearest, None)


def _and_above(folder: str) -> Iterator[str]:
    for _ in range(_ABOVE + 1):
        yield folder
        if os.path.dirname(folder) == folder:
            return
        folder = os.path.dirname(folder)


def _yaml_in(place: str, *, with_any_name: bool) -> list[ClassList]:
    """What the YAML files of a folder say of datasets, those of usual names first."""
    usual = [name for name in _YAML if os.path.isfile(os.path.join(place, name))]
    names = _yaml_names(place) if with_any_name else ()
    found = [read_yaml(os.path.join(place, name)) for name in dict.fromkeys((*usual, *names))]
    return [listed for listed in found if listed is not None and (listed.splits or _is_usual(listed))]


@once_while_unchanged
def _yaml_names(place: str) -> tuple[str, ...]:
    """The first YAML files of a folder."""
    return tuple([name for name in names_in(place) if name.endswith(_SUFFIXES)][:_MOST_YAML])


def _is_usual(found: ClassList) -> bool:
    return os.path.basename(found.path) in _YAML


def _likely(place: str, described: Sequence[ClassList]) -> Iterator[ClassList]:
    """The lists in a folder that may be about labels there or below, likely ones first: of several YAML files none."""
    if len(described) == 1 or (described and _is_usual(described[0])):
        yield described[0]
    for name, read in _LISTS:
        path = os.path.join(place, name)
        found = read(path) if os.path.isfile(path) else None
        if found is not None:
            yield found


def _splits(found: ClassList, folder: str) -> tuple[str, dict[str, str]]:
    """The split that a folder of labels is, by the dataset's folders of images; else those of its files, by lists."""
    lists = []
    for split, places in found.splits.items():
        for place in places:
            # Roboflow writes paths as if seen from a folder beside the images
            for root in found.roots:
                for form in dict.fromkeys((place, place.removeprefix("../"))):
                    path = os.path.normpath(os.path.join(root, form))
                    if f"{folder}{os.sep}".startswith(f"{labels_of(path)}{os.sep}"):
                        return split, {}
                    if path.endswith(".txt"):
                        lists.append((split, path))
    splits: dict[str, str] = {}
    for split, path in lists:
        for image in listed_images(path):
            place, name = os.path.split(image)
            if labels_of(place) == folder:
                splits.setdefault(os.path.splitext(name)[0], split)
    return "", splits


def labels_of(images: str) -> str:
    """Where the labels of a folder of images are, as ultralytics finds them: the last `images` becomes `labels`."""
    before, part, after = f"{images}{os.sep}".rpartition(f"{os.sep}images{os.sep}")
    return f"{before}{os.sep}labels{os.sep}{after}".rstrip(os.sep) if part else images


def names_in(folder: str) -> list[str]:
    """The names of what is in a folder, in order; none where it cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
