"""One XML element as a light tree whose leaves know where they stand, to be edited in place."""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from msgspec import Struct

Leaves = dict[str, Any]
"""An element's children by name: a `Leaf`, or the `Leaves` of those that have children; of equal names the first."""

_PREFIX_END: Final = ":"


class Leaf(Struct, frozen=True):
    """An element without children: its text without white space around, and where its tags begin, in bytes."""

    text: str
    opened: int
    closed: int

    def place(self, record: bytes) -> tuple[int, int] | None:
        """The span of the text; None where it stands there in other words: with an entity, a comment or CDATA."""
        if record.rfind(b"<", self.opened, self.closed) != self.opened:
            return None
        begin = record.rfind(b">", self.opened, self.closed) + 1
        written = record[begin : self.closed].decode("utf-8", "replace")
        begin += len(written[: len(written) - len(written.lstrip())].encode())
        return (begin, begin + len(self.text.encode())) if written.strip() == self.text else None


def read_leaves(record: bytes) -> Leaves | None:
    """The children of the element that a record is; None where it has none, or is no element.

    Where the element's own name has a namespace prefix, all names are taken without theirs, as the reader does.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    stack: list[Leaves] = []
    fields: Leaves = {}
    texts: list[str] = []
    opened, has_prefix = 0, False

    def start(name: str, _: object) -> None:
        nonlocal fields, opened, has_prefix
        has_prefix = has_prefix or (not stack and _PREFIX_END in name)
        texts.clear()
        opened = parser.CurrentByteIndex
        stack.append(fields)
        fields = {}

    def end(name: str) -> None:
        nonlocal fields
        value = fields or Leaf("".join(texts).strip(), opened, parser.CurrentByteIndex)
        fields = stack.pop()
        fields.setdefault(name.rpartition(_PREFIX_END)[2] if has_prefix else name, value)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, texts.append
    try:
        parser.Parse(record, True)
    except expat.ExpatError:
        return None
    finally:
        # the handlers know the parser: without this, each parser would wait for the garbage collector
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    children = next(iter(fields.values()))
    return children if isinstance(children, dict) else None
