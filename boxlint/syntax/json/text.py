"""JSON as people's tools write it, parsed as Python does.

Python writes `NaN` and `Infinity` and reads them back, so they count as JSON here. Everything works on
UTF-8 bytes, so that offsets are those of the text that was read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from boxlint.text.source import Buffer

JsonText = bytes | memoryview
"""A piece of JSON text."""

_WORDS: Final = (b"NaN", b"Infinity")
_LITERAL: Final = re.compile(rb"(?<![\w.+-])(?:NaN|-?Infinity)(?![\w.+-])")
_NUMBERS: Final = {b"NaN": b"0.0", b"Infinity": b"10000000", b"-Infinity": b"-10000000"}
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
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
        # both are arguments of the error, so that a copy of it can be sent from one process to another
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return self.reason


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
    # looking for the words first is far faster than looking for what may surround them
    for start, end in sorted(span for word in _WORDS for span in _spans_of(word, data)):
        found = _LITERAL.search(data, max(start - 1, 0), end + 1)
        if found and found.end() == end:
            pieces += [bytes(data[position : found.start()]), _NUMBERS[found[0]]]
            position = found.end()
    return b"".join([*pieces, bytes(data[position:])]) if pieces else None


def _spans_of(word: bytes, data: Buffer) -> Iterator[tuple[int, int]]:
    if isinstance(data, memoryview):
        yield from (found.span() for found in re.finditer(word, data))
        return
    place = data.find(word)
    while place >= 0:
        yield place, place + len(word)
        place = data.find(word, place + 1)
