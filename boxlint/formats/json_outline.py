"""The outline of a JSON text, however broken: where its members and the records of its lists are, in bytes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct

from boxlint.formats.json_text import JsonError, is_json, parse

SPACE: Final = re.compile(rb"[ \t\r\n]*")
SEPARATOR: Final = re.compile(rb"[ \t\r\n,]*")
_STRING: Final = re.compile(rb'"[^"\\\x00-\x1f]*(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*)*"')
_PLAIN: Final = rb'[^"\[\]{}]++|' + _STRING.pattern
# the next bracket that counts: strings, and lists and objects without others inside, are passed over
_BRACKET: Final = re.compile(rb'(?:%b|\[[^"\[\]{}]*+\]|\{(?:%b)*+\})*+(["\[\]{}])' % (_PLAIN, _PLAIN))
_SCALAR: Final = re.compile(rb'[^ \t\r\n,:"\[\]{}]+')
_COLON: Final = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")
# where the next record of a list begins, or the list ends
_RECORD_END: Final = re.compile(rb'\}(?=[ \t\r\n]*(?:,[ \t\r\n]*\{[ \t\r\n]*"|\][ \t\r\n]*(?:[,}]|\Z)))')
# where a record begins though the one before was not closed
_RECORD_START: Final = re.compile(rb'[ \t\r\n]*,[ \t\r\n]*\{[ \t\r\n]*"')
_CLOSERS: Final = {ord("["): ord("]"), ord("{"): ord("}")}


class Member(Struct, frozen=True):
    """A member of the outermost object: its name, the span of its value, and for a list the spans of its items."""

    name: str
    start: int
    end: int
    items: tuple[tuple[int, int], ...] | None = None


class Outline(Struct, frozen=True):
    """The members of the outermost object as far as they can be told apart; `is_object` is false if it is none."""

    is_object: bool
    members: tuple[Member, ...] = ()


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
        # a list that was not closed does not swallow the next one
        if data[position] == ord('"') and next_list.after(position) == position:
            return items, position
        end = value_end(data, position)
        if end is None or not is_json(data[position:end]):
            limit = next_list.after(position)
            found = _RECORD_END.search(data, position, end or limit)
            unclosed = _RECORD_START.search(data, position, found.end() if found else end or limit)
            if unclosed:
                end = unclosed.start()
            elif found:
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
    expected = [_CLOSERS[data[start]]]
    found = _BRACKET.match(data, start + 1)
    while found:
        symbol = data[found.end() - 1]
        if symbol in _CLOSERS:
            expected.append(_CLOSERS[symbol])
        # a quote here is one that is not closed
        elif expected.pop() != symbol:
            return None
        elif not expected:
            return found.end()
        found = _BRACKET.match(data, found.end())
    return None


def container_ends(data: bytes) -> dict[int, int]:
    """Where the lists and objects of a valid text end, by where they begin: all that have others inside."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    found = _BRACKET.match(data)
    while found:
        place = found.end() - 1
        if data[place] in _CLOSERS:
            opened.append(place)
        else:
            ends[opened.pop()] = place + 1
        found = _BRACKET.match(data, place + 1)
    return ends


def _end(pattern: re.Pattern[bytes], data: bytes, position: int) -> int:
    found = pattern.match(data, position)
    return found.end() if found else position


def _text(raw: bytes) -> str:
    try:
        return str(parse(raw))
    except JsonError:
        return raw[1:-1].decode("utf-8", "replace")
