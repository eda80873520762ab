"""The pieces of an XML annotation file, in the layout that labelling tools write."""

from __future__ import annotations

from collections.abc import Sequence


def element(tag: str, *children: str | float, depth: int) -> str:
    """An element with text or with indented children."""
    tab = "\t" * depth
    if len(children) == 1 and not str(children[0]).startswith(("<", "\t")):
        return f"{tab}<{tag}>{children[0]}</{tag}>\n"
    return f"{tab}<{tag}>\n{''.join(map(str, children))}{tab}</{tag}>\n"


def numbers(tag: str, names: Sequence[str], values: Sequence[str | float]) -> str:
    """A box or size element: one child for each value, at the depth of an object's children."""
    return element(tag, *(element(n, v, depth=3) for n, v in zip(names, values, strict=True)), depth=2)


def labelled(name: str | None, *shape: str, kind: str | None = None, difficult: int | None = 0) -> str:
    """An object: its kind (`bndbox`, `robndbox`) where the format has it, its name, its shape."""
    children = [element("type", kind, depth=2)] if kind else []
    children += [element("name", name, depth=2)] if name is not None else []
    children += [element("difficult", difficult, depth=2)] if difficult is not None else []
    return element("object", *children, *shape, depth=1)


def page(file_name: str, size: tuple[int, int] | None, objects: Sequence[str], newline: str = "\n") -> str:
    """A whole file."""
    parts = [element("folder", "images", depth=1), element("filename", file_name, depth=1)]
    if size:
        sides = [element(n, v, depth=2) for n, v in zip(("width", "height", "depth"), (*size, 3), strict=True)]
        parts.append(element("size", *sides, depth=1))
    parts.append(element("segmented", 0, depth=1))
    return element("annotation", *parts, *objects, depth=0).replace("\n", newline)
