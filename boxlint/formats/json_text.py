"""JSON as people's tools write it: parsed as Python does, and its outline found even where it is broken.

Python writes `NaN` and `Infinity` and reads them back, so they count as JSON here. Everything works on
UTF-8 bytes, so that offsets are those of the text that was read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from boxlint.formats.text import Buffer

JsonText = bytes | memoryview
"""A piece of JSON text."""

SPACE: Final = re.compile(rb"[ \t\r\n]*")
SEPARATOR: Final = re.compile(rb"[ \t\r\n,]*")
_STRING: Final = re.compile(rb'"[^"\\\x00-\x1f]*(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*)*"')
_TOKEN: Final = re.compile(_STRING.pattern + rb'|["\[\]{}]')
_SCALAR: Final = re.compile(rb'[^ \t\r\n,:"\[\]{}]+')
_COLON: Final = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")
_WORD: Final = re.compile(rb"NaN|Infinity")
_LITERAL: Final = re.compile(rb"(?<![\w.+-])(?:NaN|-?Infinity)(?![\w.+-])")
# where the next record of a list begins, or the list ends
_RECORD_END: Final = re.compile(rb'\}(?=[ \t\r\n]*(?:,[ \t\r\n]*\{[ \t\r\n]*"|\][ \t\r\n]*(?:[,}]|\Z)))')
_NUMBERS: Final = {b"NaN": b"0.0", b"Infinity": b"10000000", b"-Infinity": b"-10000000"}
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_CLOSERS: Final = {ord("["): ord("]"), ord("{"): ord("}")}
_LONGEST_INTEGER: Final = 400

_REASONS: Final = {
    "Expecting ',' delimiter": "expected a comma or a closing bracket",
    "Expecting ':' delimiter": "expected a colon after the key",
    "Expecting property name enclosed in double quotes": "expected a key in double quotes",
    "Illegal trailing comma before end of object": "comma before a closing brace",
    "Illegal trailing comma before end of array": "comma before a closing bracket",
    "Expecting value": "expected a value",
    "Unterminated string starting at": "text without a closing quote",
    "Invalid control character at": "line break or control character inside a text",
    "Invalid control character": "line break or control character inside a text",
    "Invalid \\escape": "backslash before a character that cannot be escaped",
    "Invalid \\uXXXX escape": "incomplete \\u escape",
    "Extra data": "more text after the end of the JSON value",
}


class JsonError(ValueError):
    """Text that is not JSON: the `reason` in the user's words, and the `offset` in bytes."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the outermost object: its name, the span of its value, and for a list the spans of its items."""

    name: str
    start: int
    end: int
    items: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The members of the outermost object as far as they can be told apart; `is_object` is false if it is none."""

    is_object: bool
    members: tuple[Member, ...] = ()


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONGEST_INTEGER else float(digits)


_DECODER: Final = json.JSONDecoder(parse_int=_integer)


def parse(text: JsonText) -> Any:
    """The value of a JSON text as Python reads it, NaN and infinities included; raises JsonError."""
    return _decode(text, _DECODER)


def parse_with_repeats(text: JsonText) -> tuple[Any, list[str]]:
    """The value of a JSON text, and the keys that its outermost object has more than once, in order."""
    repeats: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # inner objects come first, so that the last call is for the outermost object
        value = dict(pairs)
        repeats.clear()
        if len(value) < len(pairs):
            seen: set[str] = set()
            repeats.extend(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        return value

    value = _decode(text, json.JSONDecoder(parse_int=_integer, object_pairs_hook=collect))
    return value, repeats if isinstance(value, dict) else []


def _decode(text: JsonText, decoder: json.JSONDecoder) -> Any:
    decoded = str(text, "utf-8", "replace")
    try:
        value = decoder.decode(decoded)
        return _without_surrogates(value) if _SURROGATE.search(decoded) else value
    except json.JSONDecodeError as fault:
        message = fault.msg.removesuffix(" at").rstrip(": ")
        reason = next((words for start, words in _REASONS.items() if fault.msg.startswith(start)), message)
        raise JsonError(reason, len(decoded[: fault.pos].encode())) from None
    except RecursionError:
        raise JsonError("brackets are nested too deeply", 0) from None


def _without_surrogates(value: Any) -> Any:
    """The value with "?" for each half of a character pair that was escaped alone: no terminal or file takes it."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def is_json(text: JsonText) -> bool:
    """Whether a text is one JSON value, NaN and infinities allowed."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
        return True
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        parse(text)
        return True
    except JsonError:
        return False


def without_literals(data: Buffer) -> bytes | None:
    """The text with NaN and infinities replaced by numbers of the same length; None if there are none."""
    pieces: list[bytes] = []
    position = 0
    # looking for the words first is ten times as fast as looking for what may surround them
    for word in _WORD.finditer(data):
        found = _LITERAL.search(data, max(word.start() - 1, 0), word.end() + 1)
        if found and found.end() == word.end():
            pieces += [bytes(data[position : found.start()]), _NUMBERS[found[0]]]
            position = found.end()
    return b"".join([*pieces, bytes(data[position:])]) if pieces else None


def place_in_words(data: Buffer, offset: int) -> str:
    """Where an offset is: "line 3, column 14" (from 1, columns in characters)."""
    before = bytes(data[:offset])
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return f"line {before.count(bytes([10])) + 1}, column {column}"


def outline(data: bytes, list_names: Collection[str]) -> Outline:
    """The outermost object's members and the items of the lists named, however broken the text is.

    Where brackets or quotes do not match, it goes on at the next record of the list or at the next of the lists.
    """
    position = _end(SPACE, data, 0)
    if data[position : position + 1] != b"{":
        return Outline(False)
    next_list = _NextList(data, list_names)
    members: list[Member] = []
    position += 1
    while True:
        position = _end(SEPARATOR, data, position)
        if position >= len(data) or data[position] == ord("}"):
            return Outline(True, tuple(members))
        key = _STRING.match(data, position)
        colon = _COLON.match(data, key.end()) if key else None
        if key and colon:
            name = _text(key[0])
            member = _member(data, name, colon.end(), next_list if name in list_names else None)
            if member is not None:
                members.append(member)
                position = member.end
                continue
        position = next_list.after(colon.end() if colon else position)


class _NextList:
    """Where the next of the lists begins; remembered, because each broken record asks."""

    def __init__(self, data: bytes, names: Iterable[str]) -> None:
        self.data = data
        self.pattern = re.compile(rb'"(?:%b)"[ \t\r\n]*:[ \t\r\n]*\[' % "|".join(names).encode())
        self.known = (0, -1)

    def after(self, position: int) -> int:
        """The offset of the next list's key, or the end of the text."""
        asked, answer = self.known
        if not asked <= position <= answer:
            found = self.pattern.search(self.data, position)
            self.known = (position, found.start() if found else len(self.data))
        return self.known[1]


def _member(data: bytes, name: str, start: int, next_list: _NextList | None) -> Member | None:
    if next_list is not None and data[start : start + 1] == b"[":
        items, end = _items(data, start + 1, next_list)
        return Member(name, start, end, tuple(items))
    found = value_end(data, start)
    return None if found is None else Member(name, start, found)


def _items(data: bytes, position: int, next_list: _NextList) -> tuple[list[tuple[int, int]], int]:
    """The spans of a list's items from the first on, and where the list ends (or what is left of it)."""
    items: list[tuple[int, int]] = []
    while True:
        position = _end(SEPARATOR, data, position)
        if position >= len(data):
            return items, position
        if data[position] == ord("]"):
            return items, position + 1
        end = value_end(data, position)
        if end is None or not is_json(data[position:end]):
            limit = next_list.after(position)
            found = _RECORD_END.search(data, position, end or limit)
            if found:
                end = found.end()
            elif end is None and limit == len(data):
                return items, limit
            elif end is None:
                items.append((position, len(data[:limit].rstrip(b" \t\r\n,]"))))
                return items, limit
        items.append((position, end))
        position = end


def value_end(data: bytes, start: int) -> int | None:
    """Where the value that starts here ends by its brackets and quotes; None if they do not match."""
    first = data[start : start + 1]
    if first not in (b"{", b"["):
        found = (_STRING if first == b'"' else _SCALAR).match(data, start)
        return found.end() if found else None
    expected = []
    for token in _TOKEN.finditer(data, start):
        symbol = data[token.start()]
        if symbol in _CLOSERS:
            expected.append(_CLOSERS[symbol])
        elif symbol == ord('"'):
            if token.end() == token.start() + 1:
                return None
        elif expected.pop() != symbol:
            return None
        elif not expected:
            return token.end()
    return None


def _end(pattern: re.Pattern[bytes], data: bytes, position: int) -> int:
    found = pattern.match(data, position)
    return found.end() if found else position


def _text(raw: bytes) -> str:
    try:
        return str(parse(raw))
    except JsonError:
        return raw[1:-1].decode("utf-8", "replace")
