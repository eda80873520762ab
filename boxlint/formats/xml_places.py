"""Where elements end in the text of an XML document, and where it is broken, in the user's words."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from boxlint.formats.text import Buffer

DOCTYPE: Final = "a document type (<!DOCTYPE …>) is not read: remove it"
_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CLOSING: Final = re.compile(rb"</?([^\s/>]*)")
_ENDED: Final = frozenset({"no element found", "unclosed token", "partial character", "unclosed CDATA section"})


class RefusedError(Exception):
    """Ends the parse of a document that is well-formed so far, but of no kind that is read."""


def other_root(name: str, expected: str) -> str:
    """Why a document with another root element is refused."""
    return f"the root element is <{name}>, expected <{expected}>"


def element_end(data: Buffer, begin: int, closing: int, *, may_be_empty: bool = True) -> int:
    """Where the element that begins here ends; expat's place of an end tag that was not written (`<a/>`) is past it."""
    tag = _TAG.match(data, begin) if may_be_empty else None
    if tag is None or data[tag.end() - 2] != ord("/"):
        tag = _TAG.match(data, closing)
    return tag.end() if tag else len(data)


def syntax_fault(error: expat.ExpatError, data: Buffer, offset: int) -> str:
    """What expat found to be wrong at an offset."""
    message = str(expat.ErrorString(error.code))
    if not bytes(data[:4096]).strip() and not bytes(data).strip():
        return "the file is empty"
    if message in _ENDED:
        return "the file ends before its root element is closed"
    if message == "mismatched tag":
        tag = _CLOSING.match(data, offset - 2) or _CLOSING.match(data, offset)
        return f"mismatched tag </{bytes(tag[1]).decode('utf-8', 'replace')}>" if tag else message
    return message


def located(reason: str, data: Buffer, offset: int) -> tuple[str, int]:
    """A fault with its line and column, and its offset."""
    offset = min(max(offset, 0), len(data))
    if bytes(data[offset - 2 : offset]) == b"</":
        offset -= 2
    before = bytes(data[:offset])
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return f"{reason} (line {line}, column {column})", offset
