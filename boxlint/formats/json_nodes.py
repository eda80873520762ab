"""The values of a JSON text with their places: walked into from outside, and parsed where they are looked at."""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.json_members import list_items
from boxlint.formats.json_outline import SEPARATOR, SPACE, value_end
from boxlint.formats.json_text import parse
from boxlint.formats.text import Buffer

_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_COLON: Final = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")


class Node(Struct, frozen=True):
    """A value in a valid JSON `text`: `start` and `end` are its span, in bytes."""

    text: bytes
    start: int
    end: int

    @property
    def source(self) -> bytes:
        """The text of the value."""
        return self.text[self.start : self.end]

    @property
    def value(self) -> Any:
        """What the value is in Python, NaN and infinities included."""
        return parse(self.source)

    @property
    def is_object(self) -> bool:
        """Whether it is an object."""
        return self.text[self.start : self.start + 1] == b"{"

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.text[self.start : self.start + 1] == b"["

    def items(self) -> list[Node]:
        """The items of a list; none of any other value."""
        return [Node(self.text, *span) for span in list_items(self.text, self.start) or ()]

    def members(self) -> dict[str, Node]:
        """The members of an object by key, of a repeated key the last; none of any other value."""
        return {key: node for key, _, node in self.entries()}

    def entries(self) -> list[tuple[str, int, Node]]:
        """The members of an object in order: the key, where it stands, and the value."""
        found: list[tuple[str, int, Node]] = []
        position = self.start + 1
        while self.is_object:
            position = _end(SEPARATOR, self.text, position)
            key = _STRING.match(self.text, position)
            if key is None:
                break
            start = _end(_COLON, self.text, key.end())
            end = value_end(self.text, start) or self.end
            found.append((str(parse(key[0])), position, Node(self.text, start, end)))
            position = end
        return found

    def at(self, *path: str | int) -> Node | None:
        """The value that keys and places lead to; None where they lead nowhere."""
        node: Node | None = self
        for step in path:
            if node is None:
                break
            if isinstance(step, str):
                node = node.members().get(step)
            else:
                items = node.items()
                node = items[step] if step < len(items) else None
        return node


def read_root(data: Buffer) -> Node:
    """The outermost value of a JSON text; raises JsonError where it is none."""
    text = bytes(data)
    parse(text)
    return Node(text, _end(SPACE, text, 0), len(text.rstrip(b" \t\r\n")))


def _end(pattern: re.Pattern[bytes], text: bytes, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
