"""The markup of annotation XML without its text, which files of one tool repeat: read once, by expat, for all of them.

Where the text holds neither markup nor entities, a document is well-formed if its markup is, and which text is the
name of an object depends on the markup alone. So a piece of markup is filled with texts that say where they stand,
read as any document is, and what was read says where to look in documents that have the same piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from msgspec import Struct

from boxlint.formats.voc.document import XmlDocument, parse_xml
from boxlint.formats.voc.objects import Shape, find_shapes

OPENING: Final = b"<object>"
"""What markup is cut at: the pieces after it are those of one object each."""
CLOSING: Final = b"</annotation>"
"""What the last piece ends with; it belongs to no piece."""

_MOST: Final = 2_000
_LONGEST: Final = 10_000
"""Bytes of markup that may occur again; a longer one is most often a whole document of its own."""
_TAG: Final = re.compile(rb"</?[A-Za-z_][^<>]*>")
_DECLARATION: Final = re.compile(rb"<\?xml\s[^<>]*\?>")
_ROOT: Final = re.compile(rb"<annotation[\s>]")
_OBJECT: Final = b"<object"
_MARK: Final = re.compile(r"#(\d+)")


class Head(Struct, frozen=True):
    """The markup before the first object, `tags` long; texts are told by the tag that they follow, −1 for none."""

    tags: int
    has_declaration: bool
    file_name: int
    width: int
    height: int


class ObjectTemplate(Struct, frozen=True):
    """The markup of an object, from its first child to its end, `tags` long: one that has all that it needs.

    `shapes` are the ways in which its box is written, each with the tags that its coordinates follow, in its order.
    """

    tags: int
    name: int
    difficult: int
    shapes: tuple[tuple[Shape, tuple[int, ...]], ...]


Template = TypeVar("Template", Head, ObjectTemplate)


class Templates(dict[bytes, Template | None]):
    """What pieces of markup are, each read once by `read`; None for those that are not plain."""

    def __init__(self, read: Callable[[bytes], Template | None]) -> None:
        super().__init__()
        self._read: Callable[[bytes], Template | None] = read

    def __missing__(self, markup: bytes) -> Template | None:
        template = self._read(markup)
        if len(markup) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[markup] = template
        return template


def read_head(markup: bytes) -> Head | None:
    """What the markup before the first object is; None where it is not that of a plain annotation document."""
    declaration = _DECLARATION.match(markup)
    prologue = declaration[0] if declaration else b""
    tags = _tags(markup[len(prologue) :])
    before = int(declaration is not None)
    if not tags or not _ROOT.match(tags[0]):
        return None
    document = _parse(prologue, tags, before)
    if document.problem or document.objects:
        return None
    fields = document.fields
    size: Any = fields.get("size")
    width, height = (size.get(side) if isinstance(size, dict) else None for side in ("width", "height"))
    places = (_place(fields.get("filename")), _place(width), _place(height))
    return Head(len(tags) + before, declaration is not None, *places)


def read_object(markup: bytes) -> ObjectTemplate | None:
    """What the markup after the opening tag of an object is; None where it is not that of a plain object."""
    tags = _tags(markup)
    if not tags or tags[-1] != b"</object>":
        return None
    document = _parse(b"<annotation>" + OPENING, tags, 0)
    fields = document.objects[0].fields if len(document.objects) == 1 else ""
    if document.problem or document.fields or not isinstance(fields, dict):
        return None
    name, shapes = _place(fields.get("name")), find_shapes(fields)
    found = []
    for shape in shapes:
        element = fields[shape.element]
        found.append(
            (shape, tuple(_place(element.get(key)) if isinstance(element, dict) else -1 for key in shape.keys))
        )
    if name < 0 or not shapes or any(place < 0 for _, places in found for place in places):
        return None
    return ObjectTemplate(len(tags), name, _place(fields.get("difficult")), tuple(found))


def _tags(markup: bytes) -> list[bytes]:
    """The tags of a piece; none where it has anything else, or an object within it."""
    tags = _TAG.findall(markup)
    return tags if b"".join(tags) == markup and _OBJECT not in markup else []


def _parse(before: bytes, tags: list[bytes], first: int) -> XmlDocument:
    """The document of a piece of markup whose root is not closed, with the number of the tag before it as each text."""
    return parse_xml(before + b"".join(b"%b#%d" % (tag, place) for place, tag in enumerate(tags, first)) + CLOSING)


def _place(value: Any) -> int:
    """The tag that a leaf's text follows; −1 where it is no leaf, has no place for text, or is not there."""
    found = _MARK.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else -1
