"""The values of a JSON text with their places: walked into from outside, and parsed where they are looked at."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from boxlint.formats.json_members import list_items
from boxlint.formats.json_outline import SEPARATOR, SPACE, value_end
from boxlint.formats.json_text import parse
from boxlint.formats.text import Buffer

_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_COLON: Final = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")


class Node(Struct, frozen=True):
    """A value in a valid JSON `text`: `start` and `end` are its span, in bytes; `known` is the value if it was parsed."""

    text: bytes
    start: int
    end: int
    known: Any = UNSET

    @property
    def source(self) -> bytes:
        """The text of the value."""
        return self.text[self.start : self.end]

    @property
    def value(self) -> Any:
        """What the value is in Python, NaN and infinities included."""
        return parse(self.source) if self.known is UNSET else self.known

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
        spans = list_items(self.text, self.start) or []
        values = self.known if isinstance(self.known, list) else [UNSET] * len(spans)
        return [Node(self.text, *span, value) for span, value in zip(spans, values, strict=True)]

    def members(self) -> dict[str, Node]:
        """The members of an object by key, of a repeated key the last; none of any other value."""
        found = {key: node for key, _, node in self.entries()}
        if isinstance(self.known, dict):
            return {key: Node(self.text, node.start, node.end, self.known[key]) for key, node in found.items()}
        return found

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
            end = _value_end(self.text, start) or self.end
            found.append((_text(key[0]), position, Node(self.text, start, end)))
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
    return Node(text, _end(SPACE, text, 0), len(text.rstrip(b" \t\r\n")), _parsed(text))


def _value_end(text: bytes, start: int) -> int | None:
    """Where a value ends; of a string of a megabyte, an image most often, only the quote is looked for."""
    if text[start : start + 1] == b'"':
        end = text.find(b'"', start + 1)
        if end > 0 and text[end - 1 : end] != b"\\":
            return end + 1
    return value_end(text, start)


def _parsed(text: bytes) -> Any:
    """The value of a text, by a fast parser that refuses what is not plain JSON, or else by ours."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return parse(text)


def _text(quoted: bytes) -> str:
    return str(parse(quoted)) if b"\\" in quoted else quoted[1:-1].decode("utf-8", "replace")


def _end(pattern: re.Pattern[bytes], text: bytes, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
