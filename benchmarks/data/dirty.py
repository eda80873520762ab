"""Spoil some annotations of a generated COCO file, in the ways that real files are spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

_RECORD: Final = re.compile(rb'\{"segmentation"[^{}]*(?:\{[^{}]*\}[^{}]*)?\}')
_BOX: Final = re.compile(rb'"bbox": \[([^,]*),([^,]*),([^,]*),([^\]]*)\]')


def _with_box(form: bytes) -> Callable[[bytes], bytes]:
    """A box written anew from its four numbers x, y, w, h."""
    return lambda record: _BOX.sub(
        lambda found: b'"bbox": [' + form % dict(zip((b"x", b"y", b"w", b"h"), found.groups(), strict=True)) + b"]",
        record,
    )


def _replaced(pattern: bytes, by: bytes) -> Callable[[bytes], bytes]:
    return lambda record: re.sub(pattern, by, record, count=1)


SPOILERS: Final[tuple[Callable[[bytes], bytes], ...]] = (
    _with_box(b"%(x)s,%(y)s,%(w)s,0"),
    _with_box(b"%(x)s,%(y)s,-%(w)s,%(h)s"),
    _with_box(b"%(x)s,%(y)s,Infinity,%(h)s"),
    _with_box(b'%(x)s,%(y)s,"%(w)s",%(h)s'),
    _with_box(b"%(x)s,%(y)s,%(w)s"),
    _with_box(b"9%(x)s,%(y)s,%(w)s,%(h)s"),
    _with_box(b"%(x)s,%(y)s,640.5,%(h)s"),
    _replaced(rb'"area": [^,]*,', b""),
    _replaced(rb'"area": [^,]*', b'"area": NaN'),
    _replaced(rb'"iscrowd": \d', b'"iscrowd": null'),
    _replaced(rb'"category_id": ', b'"category_id": 9'),
    _replaced(rb'"image_id": ', b'"image_id": 9'),
)
"""What becomes of a record, by turns."""


def spoil(clean: Path, dirty: Path, count: int) -> None:
    """Write a copy of a generated file in which `count` annotations, spread evenly, are spoilt."""
    data = clean.read_bytes()
    records = [found.span() for found in _RECORD.finditer(data)]
    step = max(len(records) // count, 1)
    position = 0
    with dirty.open("wb") as file:
        for number, (start, end) in enumerate(records[step // 2 :: step][:count]):
            file.write(data[position:start])
            file.write(SPOILERS[number % len(SPOILERS)](data[start:end]))
            position = end
        file.write(data[position:])
