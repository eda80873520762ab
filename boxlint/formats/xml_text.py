"""Annotation XML as a light tree: elements that are no leaves become mappings, objects keep their place.

Expat checks that the document is well-formed and tells byte offsets. A document type is refused, so that
no entity can expand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NoReturn
from xml.parsers import expat

from msgspec import Struct, field

from boxlint.formats.directives import Directive, from_comment
from boxlint.formats.text import Buffer
from boxlint.formats.xml_places import DOCTYPE, RefusedError, element_end, located, other_root, syntax_fault

Fields = dict[str, Any]
"""An element's children by name: the text of a leaf, the `Fields` of others; of equal names the first."""

_COMMENT: Final = re.compile(rb"<!--(.*?)-->", re.DOTALL)


class XmlObject(Struct):
    """An `object` element: its children, and the span of the element in the text, in bytes."""

    fields: Fields | str
    start: int
    end: int


class XmlDocument(Struct):
    """What was read of a document: the root's children, its whole objects in file order, and the fault, if any.

    `start` is the offset of the root element, −1 where there is none of the expected name. `problem` says
    what is wrong with its line and column, `problem_start` is its offset; blank and −1 in a sound document.
    `is_refused`: it is well-formed so far, but of no kind that is read. `directives` are the comments that say which
    rules are not reported, by their offset.
    """

    fields: Fields = field(default_factory=dict)
    objects: list[XmlObject] = field(default_factory=list)
    start: int = -1
    problem: str = ""
    problem_start: int = -1
    is_refused: bool = False
    directives: dict[int, Directive] = field(default_factory=dict)


def parse_xml(data: Buffer, root: str = "annotation", item: str = "object") -> XmlDocument:
    """The document whose root element is `root`, with its direct children `item` as objects.

    `data` is UTF-8 without byte-order mark; the declared encoding is not looked at. Never raises: a fault is
    described, what is whole before it is kept, and the objects after it are read each by itself.
    """
    document = _parse(data, root, item)
    if document.problem and document.start >= 0 and not document.is_refused:
        _resume(document, data, root, item)
    return document


def _resume(document: XmlDocument, data: Buffer, root: str, item: str) -> None:
    """Adds the objects after a fault; one that cannot be read even so has no fields."""
    name = re.escape(item.encode())
    closed = re.compile(rb"<%b[\s>](?:(?!<%b[\s>]).)*?</%b\s*>" % (name, name, name), re.DOTALL)
    before = f"<{root}>".encode()
    begin = document.objects[-1].end if document.objects else document.start
    for found in closed.finditer(data, begin):
        alone = _parse(before + found[0] + f"</{root}>".encode(), root, item)
        fields = alone.objects[0].fields if alone.objects else ""
        document.objects.append(XmlObject(fields, found.start(), found.end()))
    for comment in _COMMENT.finditer(data, begin):
        _note_directive(document, comment.start(), bytes(comment[1]).decode("utf-8", "replace"))


def _note_directive(document: XmlDocument, place: int, comment: str) -> None:
    directive = from_comment(comment)
    if directive:
        document.directives[place] = directive


def _parse(data: Buffer, root: str, item: str) -> XmlDocument:
    document = XmlDocument()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    _collect(parser, document, data, root, item)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = syntax_fault(error, data, parser.ErrorByteIndex)
        document.problem, document.problem_start = located(reason, data, parser.ErrorByteIndex)
    except RefusedError as refusal:
        document.is_refused = True
        document.problem, document.problem_start = located(str(refusal), data, document.problem_start)
    finally:
        # the handlers know the parser: without this, each parser would wait for the garbage collector
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = parser.CommentHandler = None
    return document


def _collect(parser: expat.XMLParserType, document: XmlDocument, data: Buffer, root: str, item: str) -> None:
    """Sets the handlers that fill the document; they run for each element, so they are closures over plain lists."""
    stack: list[Fields] = []
    texts: list[str] = []
    fields = document.fields
    objects = document.objects
    begin = 0

    def refuse(reason: str) -> NoReturn:
        document.problem_start = parser.CurrentByteIndex
        raise RefusedError(reason)

    def start_root(name: str, _: object) -> None:
        prefix, _, local = name.rpartition(":")
        if local != root:
            refuse(other_root(name, root))
        document.start = parser.CurrentByteIndex
        stack.append({})
        parser.StartElementHandler = _without_prefix(start) if prefix else start
        parser.EndElementHandler = _without_prefix(end) if prefix else end
        parser.CharacterDataHandler = texts.append

    def start(name: str, _: object) -> None:
        nonlocal fields, begin
        texts.clear()  # what stands between elements belongs to none
        if name == item and len(stack) == 1:
            begin = parser.CurrentByteIndex
        stack.append(fields)
        fields = {}

    def end(name: str) -> None:
        nonlocal fields
        value = fields or "".join(texts)
        fields = stack.pop()
        if name == item and len(stack) == 1:
            objects.append(
                XmlObject(value, begin, element_end(data, begin, parser.CurrentByteIndex, may_be_empty=value == ""))
            )
        else:
            fields.setdefault(name, value)

    parser.StartElementHandler = start_root
    parser.CommentHandler = lambda text: _note_directive(document, parser.CurrentByteIndex, text)
    parser.StartDoctypeDeclHandler = lambda *_: refuse(DOCTYPE)


def _without_prefix(handler: Callable[..., None]) -> Callable[..., None]:
    """The handler for a document whose names carry a namespace prefix."""
    return lambda name, *attributes: handler(name.rpartition(":")[2], *attributes)
