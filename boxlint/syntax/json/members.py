"""Where the members of one JSON object stand in its text, and where another one goes in, in the object's own layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from boxlint.syntax.json.outline import SEPARATOR, SPACE, value_end
from boxlint.syntax.json.text import is_json, parse

# in a valid text: a key, the colon, and the value where it is neither a string nor a list nor an object
_MEMBER: Final = re.compile(
    rb'[ \t\r\n,]*("[^"\\]*(?:\\.[^"\\]*)*")[ \t\r\n]*:[ \t\r\n]*([^ \t\r\n,"\[\]{}]+)?', re.DOTALL
)
_OPENING: Final = b"{"

Span = tuple[int, int]
"""Start and end, as offsets in bytes."""


class ObjectMember(Struct, frozen=True):
    """A member of an object: its key, the span of the key with its quotes, and the span of the value."""

    key: str
    key_start: int
    key_end: int
    start: int
    end: int


def object_members(text: bytes) -> tuple[ObjectMember, ...] | None:
    """The members of an object in order, repeated keys included; None where the text is not exactly one JSON object.

    Of a repeated key, readers take the last member.
    """
    inner = _space_end(text, 0)
    if text[inner : inner + 1] != _OPENING or not is_json(text):
        return None
    members: list[ObjectMember] = []
    position = inner + 1
    while True:
        found = _MEMBER.match(text, position)
        if not found:
            return tuple(members)
        start, end = found.span(2)
        if start < 0:
            start, end = found.end(), value_end(text, found.end()) or len(text)
        members.append(ObjectMember(_key(found[1]), *found.span(1), start, end))
        position = end


def list_items(text: bytes, start: int) -> list[Span] | None:
    """The spans of the items of the list that starts here in a valid JSON text; None where another value does."""
    if text[start : start + 1] != b"[":
        return None
    items: list[Span] = []
    position = start + 1
    while True:
        position = _separator_end(text, position)
        if text[position : position + 1] == b"]":
            return items
        end = value_end(text, position)
        if end is None:
            return None
        items.append((position, end))
        position = end


def insertion(
    text: bytes, members: Sequence[ObjectMember], key: str, value: bytes, after: ObjectMember | None
) -> tuple[int, bytes]:
    """Where a new member goes in, and its text with what separates it from its neighbour, written as it is there.

    It goes behind the member `after`, or before all others where that is None. `key` needs no escapes.
    """
    if not members:
        return text.index(_OPENING) + 1, b'"%b": %b' % (key.encode(), value)
    neighbour = after or members[0]
    member = b'"%b"%b%b' % (key.encode(), text[neighbour.key_end : neighbour.start], value)
    separator = _separator(text, members, members.index(neighbour))
    if after is None:
        return neighbour.key_start, member + separator
    return after.end, separator + member


def _separator(text: bytes, members: Sequence[ObjectMember], place: int) -> bytes:
    """What stands between a member and the next, or else the one before it."""
    if len(members) > 1:
        last = min(place + 1, len(members) - 1)
        return text[members[last - 1].end : members[last].key_start]
    only = members[0]
    inside = text[text.index(_OPENING) + 1 : only.key_start]
    return b"," + (inside or text[only.key_end : only.start].partition(b":")[2])


def _key(raw: bytes) -> str:
    return str(parse(raw)) if b"\\" in raw else raw[1:-1].decode("utf-8", "replace")


def _space_end(text: bytes, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position


def _separator_end(text: bytes, position: int) -> int:
    found = SEPARATOR.match(text, position)
    return found.end() if found else position
