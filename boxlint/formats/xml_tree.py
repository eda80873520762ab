"""An XML document as a tree of elements, of which the records are handed over one by one, as far as it can be read.

For formats that need attributes, elements of equal names, or several images a file.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from xml.parsers import expat

from boxlint.formats.text import Buffer
from boxlint.formats.xml_elements import Element, Parser, Records, Take, Tree, local_name, read_element
from boxlint.formats.xml_places import RefusedError, located, syntax_fault

_MARKUP: Final = re.compile(
    rb"""<!--(.*?)-->|<!\[CDATA\[.*?\]\]>|<(/?)([A-Za-z_][\w:.-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*?(/?)>""", re.DOTALL
)


def read_tree(data: Buffer, root: str, records: Records, take: Take) -> Tree:
    """The tree of a document whose root element is `root`, without its records, which are given to `take`.

    `data` is UTF-8 without byte-order mark. Never raises: a fault is described, what is whole before it is kept, and
    the records after it are read each by itself.
    """
    tree = Tree()
    parser = Parser(tree, data, root, records, take)
    try:
        parser.parse()
    except expat.ExpatError as error:
        place = parser.expat.ErrorByteIndex
        tree.problem, tree.problem_start = located(syntax_fault(error, data, place), data, place)
        if tree.root is not None:
            _resume(tree, data, parser, records, take)
    except RefusedError as refusal:
        tree.problem, tree.problem_start = located(str(refusal), data, tree.problem_start)
    return tree


def _resume(tree: Tree, data: Buffer, parser: Parser, records: Records, take: Take) -> None:
    """Hands over the records after a fault; of one that cannot be read even so, only its place is known."""
    reached, parent = parser.reached, parser.parent
    for tag in _MARKUP.finditer(data, reached):
        if tag.start() < reached:
            continue
        if tag[3] is None:
            if tag[1] is not None:
                tree.note(tag.start(), bytes(tag[1]).decode("utf-8", "replace"))
            continue
        written = bytes(tag[3]).decode("utf-8", "replace")
        name = local_name(written) if parser.has_prefix else written
        names = records.get(parent.name, ()) if parent is not None else ()
        if tag[2]:
            if parent is not None and name == parent.name:
                parent.closed, parent.end = tag.span()
                parent = None
        elif name in records:
            if parent is not None:
                parent.closed = parent.end = tag.start()
            parent = _opened(tree, bytes(tag[0]), name, tag.start())
            if tag[4]:
                parent.closed = parent.end = tag.end()
                parent = None
        elif parent is not None and (names is None or name in names):
            closing = None if tag[4] else _closing(bytes(tag[3])).match(data, tag.end())
            end = tag.end() if tag[4] else closing.end() if closing else 0
            if end:
                reached = end
                _note_comments(tree, data, tag.start(), end)
                take(_alone(bytes(data[tag.start() : end]), name, tag.start()), parent)


def _note_comments(tree: Tree, data: Buffer, start: int, end: int) -> None:
    for found in _MARKUP.finditer(data, start, end):
        if found[1] is not None:
            tree.note(found.start(), bytes(found[1]).decode("utf-8", "replace"))


@cache
def _closing(name: bytes) -> re.Pattern[bytes]:
    """What stands between a tag of this name and the end of its element, which holds no other of the name."""
    name = re.escape(name)
    return re.compile(rb"(?:(?!<%b[\s/>]).)*?</%b\s*>" % (name, name), re.DOTALL)


def _opened(tree: Tree, tag: bytes, name: str, start: int) -> Element:
    """The parent of records that opens with a tag, added to the tree."""
    alone = read_element(tag if tag.endswith(b"/>") else tag[:-1] + b"/>")
    element = Element(name, alone.attributes if alone else {}, start)
    if tree.root is not None:
        tree.root.children.append(element)
    return element


def _alone(record: bytes, name: str, start: int) -> Element:
    found = read_element(record)
    if found is None:
        found = Element(name, {}, start, is_broken=True)
    found.name, found.start, found.end = name, start, start + len(record)
    return found
