"""The values of a JSON text with their places: walked into from outside, and parsed where they are looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from boxlint.formats.json_outline import SEPARATOR, SPACE, container_ends, value_end
from boxlint.formats.json_text import parse
from boxlint.formats.text import Buffer

# in a valid text: a key, the colon, and the value where it is no list, no object, and no text that is long or escaped
_MEMBER: Final = re.compile(
    rb'[ \t\r\n,]*+("[^"\\]*+(?:\\.[^"\\]*+)*+")[ \t\r\n]*+:[ \t\r\n]*+("[^"\\]{0,999}+"|[^ \t\r\n,"\[\]{}]++)?',
    re.DOTALL,
)
_NO_ENDS: Final[Mapping[int, int]] = MappingProxyType({})


class Node(Struct, frozen=True):
    """A value in a valid JSON `text`: `start` and `end` are its span, in bytes.

    `known` is the value if it was parsed, `ends` where lists and objects of the text end as far as that is known.
    """

    text: bytes
    start: int
    end: int
    known: Any = UNSET
    ends: Mapping[int, int] = _NO_ENDS

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
        spans = self._item_spans() if self.is_list else []
        values = self.known if isinstance(self.known, list) else [UNSET] * len(spans)
        return [Node(self.text, *span, value, self.ends) for span, value in zip(spans, values, strict=True)]

    def members(self) -> dict[str, Node]:
        """The members of an object by key, of a repeated key the last; none of any other value."""
        if isinstance(self.known, dict):
            known = self.known
            return {key: Node(self.text, start, end, known[key], self.ends) for key, _, start, end in self._members()}
        return {key: node for key, _, node in self.entries()}

    def entries(self) -> list[tuple[str, int, Node]]:
        """The members of an object in order: the key, where it stands, and the value."""
        return [
            (key, place, Node(self.text, start, end, UNSET, self.ends)) for key, place, start, end in self._members()
        ]

    def _item_spans(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        text, position = self.text, self.start + 1
        while True:
            start = _end(SEPARATOR, text, position)
            if start >= self.end - 1:
                return found
            position = self._value_end(start)
            found.append((start, position))

    def _members(self) -> list[tuple[str, int, int, int]]:
        """By member of an object: the key, where it stands, and the span of the value."""
        found: list[tuple[str, int, int, int]] = []
        text, position = self.text, self.start + 1
        is_object = self.is_object
        while is_object and (member := _MEMBER.match(text, position)):
            start, position = member.span(2)
            if start < 0:
                start = member.end()
                position = self._value_end(start)
            found.append((_text(member[1]), member.start(1), start, position))
        return found

    def _value_end(self, start: int) -> int:
        """Where a value in this one ends; of a text of a megabyte, mostly an image, only the quote is looked for."""
        known = self.ends.get(start)
        if known is not None:
            return known
        if self.text[start : start + 1] == b'"':
            end = self.text.find(b'"', start + 1)
            if end > 0 and self.text[end - 1 : end] != b"\\":
                return end + 1
        return value_end(self.text, start) or self.end

    def looked_through(self) -> Node:
        """The same with all ends known, for what is walked through to great depths: no bracket is met twice then."""
        return Node(self.text, self.start, self.end, self.known, container_ends(self.text))

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
