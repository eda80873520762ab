"""Damages to the text of annotation files, as disks, editors and scripts do them, drawn from a seeded generator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any, Final

_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_HOSTILE_NUMBERS: Final = (
    *(
        b"1e400",
        b"-1e400",
        b"1" + b"0" * 5000,
        b"9" * 20,
        b"1e-400",
        b"-0",
        b"0",
        b"1e308",
        b"NaN",
        b"nan",
        b"Infinity",
    ),
    *(b"-inf", b"", b"null", b"true", b'"7"', b'""', b"[]", b"[1, 2]", b"{}", b"-5", b"0x10", b"1_000", "１".encode()),
    *(b"+3", b"1.", b".5", b"1,5", b"7 7", b"9223372036854775808", b"5e-324", b"00012"),
)
_HOSTILE_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 2**63, 2**70, 1.5, 1e308, "", "x", "7", "nan", "\ud800", "a\x00b\n,\"'"),
    *([], [[]], [None], [1, 2, 3], [1, 2, 3, 4, 5], ["a"], [{}], {}, {"a": 1}, {"": None}, {"id": []}),
)
_PIECES: Final = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b" ", b"\n", b"\r", b"\r\n", b"{", b"}", b"["),
    *(b"]", b":", b"<", b">", b"&", b"&amp;", b"&#0;", b"&nope;", b"<!-- c -->", b"<![CDATA[5]]>", b"<a/>", b"</a>"),
    *(b"<?pi?>", b'<!DOCTYPE a [<!ENTITY b "5">]>', b"# boxlint: ignore[BX101]", b"\\", b"\\u0000", b"//", b"\x1a"),
    *("é".encode(), "\u2028".encode(), "\ufeff".encode(), b"\xc3", b"-", b"e", b"null", b"<x:y xmlns:x='u'/>"),
)


def damaged(data: bytes, random: Random) -> bytes:
    """A file's content with one to three damages."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = random.choice(_DAMAGES)(data, random)
    return data


def _cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _headless(data: bytes, random: Random) -> bytes:
    return data[random.randint(0, min(len(data), 200)) :]


def _without_span(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _with_span_twice(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:]


def _with_pieces(data: bytes, random: Random) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice(_PIECES) * random.choice((1, 1, 2)) + data[place:]


def _with_other_byte(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data)) if data else 0
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _with_hostile_numbers(data: bytes, random: Random) -> bytes:
    numbers = [*_NUMBER.finditer(data)]
    chosen = random.sample(numbers, min(len(numbers), random.choice((1, 1, 2, 5))))
    for number in sorted(chosen, key=lambda match: -match.start()):
        data = data[: number.start()] + random.choice(_HOSTILE_NUMBERS) + data[number.end() :]
    return data


def _with_other_lines(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(random.choice((1, 2))):
        if lines:
            place = random.randrange(len(lines))
            lines[place : place + 1] = random.choice(
                ([], [lines[place]] * 2, [lines[place].rstrip()], [b"\n", lines[place]], [lines[place][::2]])
            )
    return b"".join(lines)


def _in_other_encoding(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    name = random.choice(("utf-16", "utf-8-sig", "utf-32", "latin-1", "cp1252"))
    return text.encode(name, "replace")


def _with_other_line_ends(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"", b"\x0b")))


def _with_other_values(data: bytes, random: Random) -> bytes:
    """JSON or JSON lines with values of other types, keys left out or moved; other numbers where it is neither."""
    try:
        return _dumped(_edited(json.loads(data), random), random)
    except (ValueError, RecursionError):
        lines = data.split(b"\n")
    try:
        place = random.randrange(len(lines))
        lines[place] = json.dumps(_edited(json.loads(lines[place]), random)).encode()
    except (ValueError, RecursionError):
        return _with_hostile_numbers(data, random)
    return b"\n".join(lines)


def _dumped(value: Any, random: Random) -> bytes:
    text = json.dumps(value, indent=random.choice((None, 1)), ensure_ascii=random.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def _edited(value: Any, random: Random) -> Any:
    """A JSON value of which something at some depth is another one."""
    for _ in range(random.choice((1, 1, 2, 4))):
        places = [*_places(value)]
        if not places:
            return random.choice(_HOSTILE_VALUES)
        holder, key = random.choice(places)
        match random.randrange(6):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[f"{key}_2"] = holder.pop(key)
            case 2 if isinstance(holder, list):
                holder.insert(key, random.choice(_HOSTILE_VALUES))
            case 3:
                holder[key] = [holder[key]] if random.random() < 0.5 else {"x": holder[key]}
            case 4 if isinstance(holder, list):
                holder.append(holder[key])
            case _:
                holder[key] = random.choice(_HOSTILE_VALUES)
    return value


def _places(value: Any) -> Any:
    """Every container below a JSON value, with each key or index of it."""
    if isinstance(value, (dict, list)):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(item)


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 1, 2, 5, 20, 100, 1000)))


_DAMAGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    _cut_off,
    _headless,
    _without_span,
    _with_span_twice,
    *(_with_pieces,) * 3,
    _with_other_byte,
    *(_with_hostile_numbers,) * 3,
    *(_with_other_lines,) * 2,
    _in_other_encoding,
    _with_other_line_ends,
    *(_with_other_values,) * 5,
)
