"""Elements of XML with attributes and places, and the parser that hands the records of a document over one by one.

Expat checks that the document is well-formed and tells byte offsets. A document type is refused, so that no entity can
expand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from xml.parsers import expat

from msgspec import Struct, field

from boxlint.rows.directives import Directive, from_comment
from boxlint.syntax.xml.places import DOCTYPE, RefusedError, element_end, other_root
from boxlint.text.source import Buffer

_DEEPEST: Final = 20
"""The levels of children that fields are looked for in: no record has so many."""


class Element(Struct):
    """An element: `start` is where its tag begins, `closed` where its end tag does (behind it where it has none).

    `end` is where it ends, told of records and their parents only. What is not known, or not closed, is −1. `text` is
    blank where there are children. `is_broken`: all that is known is where it stands.
    """

    name: str
    attributes: dict[str, str]
    start: int
    closed: int = -1
    end: int = -1
    text: str = ""
    children: list[Element] = field(default_factory=list)
    is_broken: bool = False

    def child(self, *path: str) -> Element | None:
        """The first element that names lead to; None where they lead to none."""
        element: Element | None = self
        for name in path:
            element = next((child for child in element.children if child.name == name), None) if element else None
        return element

    def named(self, name: str) -> list[Element]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]

    def fields(self, depth: int = _DEEPEST) -> dict[str, Any]:
        """The children by name, of equal names the first: the text of a leaf, the fields of others down to a depth."""
        found: dict[str, Any] = {}
        for child in self.children:
            if child.name not in found:
                found[child.name] = child.fields(depth - 1) if child.children and depth else child.text
        return found


Records = Mapping[str, Collection[str] | None]
"""By the name of their parent, the names of the elements that are records; None: all of its children are."""
Take = Callable[[Element, Element], None]
"""Is given each record in the order of the file, and its parent, which may be open still."""


class Tree(Struct):
    """What was read of a document but for its records: the root element, and the fault, if any.

    `root` is None where there is none of the expected name. `problem` says what is wrong with its line and column,
    `problem_start` is its offset; blank and −1 in a sound document. `directives` are the comments that say which
    rules are not reported, by their offset.
    """

    root: Element | None = None
    problem: str = ""
    problem_start: int = -1
    directives: dict[int, Directive] = field(default_factory=dict)

    def note(self, place: int, comment: str) -> None:
        """Takes down what a comment says, if it is a suppression."""
        directive = from_comment(comment)
        if directive:
            self.directives[place] = directive


def read_element(record: bytes) -> Element | None:
    """The element that a record is, with offsets in it; None where it is none."""
    tree = Tree()
    parser = Parser(tree, record, None, {}, _take_nothing)
    try:
        parser.parse()
    except (expat.ExpatError, RefusedError):
        return None
    return tree.root


def _take_nothing(record: Element, parent: Element) -> None:
    """For trees without records."""


class Parser:
    """One parse. `reached` is the end of what is done, `parent` the open element whose children may be records.

    `has_prefix`: the root element's name has a namespace prefix, and all names are taken without theirs.
    """

    def __init__(self, tree: Tree, data: Buffer, root: str | None, records: Records, take: Take) -> None:
        self.expat = expat.ParserCreate("utf-8")
        self.expat.buffer_text = True
        self.reached, self.parent = 0, None
        self._tree, self._data, self._root, self._records, self._take = tree, data, root, records, take
        self._open: list[Element] = []
        self._texts: list[str] = []
        self.has_prefix = False

    reached: int
    parent: Element | None

    def parse(self) -> None:
        """Raises ExpatError, or RefusedError for a document of another kind."""
        parser = self.expat
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._texts.append
        parser.CommentHandler = lambda text: self._tree.note(parser.CurrentByteIndex, text)
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse(DOCTYPE)
        try:
            parser.Parse(self._data, True)
        finally:
            # the handlers know the parser: without this, each parser would wait for the garbage collector
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartDoctypeDeclHandler = parser.CommentHandler = None

    def _refuse(self, reason: str) -> None:
        self._tree.problem_start = self.expat.CurrentByteIndex
        raise RefusedError(reason)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._texts.clear()  # what stands between elements belongs to none
        place = self.expat.CurrentByteIndex
        if not self._open:
            self.has_prefix = ":" in name
            if self._root is not None and local_name(name) != self._root:
                self._refuse(other_root(name, self._root))
        element = Element(local_name(name) if self.has_prefix else name, attributes, place)
        is_record = self._is_record(element)
        if not self._open:
            self._tree.root = element
        elif not is_record:
            self._open[-1].children.append(element)
        if not is_record and element.name in self._records and not self._is_in_record():
            self.parent, self.reached = element, element_end(self._data, place, place)
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.closed = self.expat.CurrentByteIndex
        if not element.children:
            element.text = "".join(self._texts)
        self._texts.clear()
        if element is self.parent:
            element.end = element_end(self._data, element.start, element.closed)
            self.parent = next((outer for outer in reversed(self._open) if outer.name in self._records), None)
        elif self._is_record(element):
            self.reached = element.end = element_end(self._data, element.start, element.closed)
            self._take(element, self._open[-1])

    def _is_record(self, element: Element) -> bool:
        """Whether an element below the innermost open one is a record."""
        if not self._open or self._open[-1] is not self.parent:
            return False
        names = self._records[self.parent.name]
        return names is None or element.name in names

    def _is_in_record(self) -> bool:
        """Whether the innermost open element is, or is in, a record."""
        return self.parent is not None and bool(self._open) and self._open[-1] is not self.parent


def local_name(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]
