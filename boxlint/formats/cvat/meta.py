"""What the head of a CVAT file says: which labels there are, and how large the frames of a video are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from boxlint.rows.row import NAN
from boxlint.syntax.xml.elements import Element
from boxlint.text.numbers import number_or_nan

_OWNERS: Final = ("task", "job", "project")


def labels(root: Element) -> list[str] | None:
    """The names of the labels, without those of a skeleton's points; None where no list of labels is there."""
    lists = [found for owner in _owners(root) for found in owner.named("labels")]
    if not lists:
        return None
    own = [label.fields() for found in lists for label in found.named("label")]
    names = [label.get("name") for label in own if not label.get("parent")]
    return [name for name in names if isinstance(name, str)]


def original_sizes(root: Element) -> dict[str, tuple[float, float]]:
    """The width and height in pixels of the frames of each task, by its id."""
    sizes = {}
    for owner in _owners(root):
        size, number = owner.child("original_size"), owner.child("id")
        if size is not None:
            sides = (size.child(side) for side in ("width", "height"))
            width, height = (number_or_nan(side.text) if side else NAN for side in sides)
            sizes[number.text.strip() if number else ""] = (width, height)
    return sizes


def _owners(root: Element) -> Iterator[Element]:
    """The tasks, jobs and projects that the head is about."""
    meta = root.child("meta")
    open_elements = list(meta.children) if meta else []
    for element in open_elements:
        if element.name in _OWNERS:
            yield element
            open_elements += element.children
        elif element.name == "tasks":
            open_elements += element.children
