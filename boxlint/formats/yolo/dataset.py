"""What lies around a folder of YOLO labels: the list of classes above it, and the labels of other splits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import Final

from boxlint.formats.text import read_head
from boxlint.formats.yolo.class_lists import ClassList, read_darknet, read_names, read_yaml

_ABOVE: Final = 4
"""Folders above the labels in which a list may lie."""
_YAML: Final = ("data.yaml", "data.yml", "dataset.yaml", "dataset.yml")
_LISTS: Final = (
    ("obj.data", read_darknet),
    ("obj.names", read_names),
    ("classes.txt", read_names),
    ("_darknet.labels", read_names),
)
_NOTHING: Final = ClassList("")
_FILES: Final = 20
"""Files of another split that are looked at."""


def find_dataset(folder: str) -> ClassList:
    """The class list of the labels of a folder, the nearest above it: YAML, or else one of Darknet or of a tool.

    Of several YAML files of one folder it is that whose splits are these labels, `data.yaml`, or the only one.
    """
    folders = [*_and_above(folder)]
    for place in folders:
        found = _yaml_in(place, folder, is_listed=place != folder)
        if found is not None:
            return found
    for place in folders:
        for name, read in _LISTS:
            path = os.path.join(place, name)
            listed = read(path) if os.path.isfile(path) else None
            if listed is not None:
                return listed
    return _NOTHING


def label_folders(found: ClassList) -> Iterator[tuple[str, str]]:
    """The splits of a dataset with the folders that their labels may be in, or the lists that name their images."""
    for split, places in found.splits.items():
        for place in places:
            # Roboflow writes paths as if seen from a folder beside the images
            forms = dict.fromkeys((place, place.removeprefix("../")))
            for root in found.roots:
                yield from ((split, labels_of(os.path.normpath(os.path.join(root, form)))) for form in forms)


def labels_of(images: str) -> str:
    """Where the labels of a folder of images are, as ultralytics finds them: the last `images` becomes `labels`."""
    before, part, after = f"{images}{os.sep}".rpartition(f"{os.sep}images{os.sep}")
    return f"{before}{os.sep}labels{os.sep}{after}".rstrip(os.sep) if part else images


def sibling_heads(folder: str) -> Iterator[bytes]:
    """The first bytes of some files of the folders of the other splits: `labels/val`, `val/labels`."""
    above, name = os.path.split(folder)
    top, other = os.path.split(above)
    beside = [os.path.join(above, sibling) for sibling in _folders_in(above) if sibling != name]
    if name == "labels":
        beside = [os.path.join(top, sibling, name) for sibling in _folders_in(top) if sibling != other]
    for place in beside:
        try:
            with os.scandir(place) as entries:
                paths = [entry.path for entry in islice(entries, _FILES) if entry.name.endswith(".txt")]
        except OSError:
            continue
        yield from map(read_head, paths)


def _and_above(folder: str) -> Iterator[str]:
    for _ in range(_ABOVE + 1):
        yield folder
        if os.path.dirname(folder) == folder:
            return
        folder = os.path.dirname(folder)


def _yaml_in(place: str, folder: str, *, is_listed: bool) -> ClassList | None:
    """The YAML file in a place that is about the labels of a folder; `is_listed`: it may have any name."""
    names = [name for name in _YAML if os.path.isfile(os.path.join(place, name))]
    others = [name for name in _names_in(place) if name.endswith((".yaml", ".yml"))] if is_listed else []
    known = {name: read_yaml(os.path.join(place, name)) for name in dict.fromkeys((*names, *others))}
    found = {name: listed for name, listed in known.items() if listed is not None and (listed.splits or name in names)}
    for listed in found.values():
        if any(f"{folder}{os.sep}".startswith(f"{labels}{os.sep}") for _, labels in label_folders(listed)):
            return listed
    first = next((found[name] for name in names if name in found), None)
    return first or (next(iter(found.values())) if len(found) == 1 else None)


def _names_in(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _folders_in(folder: str) -> list[str]:
    return [name for name in _names_in(folder) if os.path.isdir(os.path.join(folder, name))]
