"""A file's edits one by one, for people: where they are, which rules want them, and what changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from boxlint.edits import Edit
from boxlint.repair.outcome import FileRepair
from boxlint.reports.file_spans import FileSpans
from boxlint.reports.values import printable
from boxlint.reports.words import number_of

_CONTEXT: Final = 48
"""Bytes shown at most on either side of a change; a multiple of the width of any encoding's units."""
_NEAR: Final = 40
"""Edits of one record that are no further apart are shown as one change."""
_LONGEST: Final = 160
_HEAD: Final = 96
_TAIL: Final = 32
_FIRST_WORD: Final = re.compile(r"^[^\s,]*[\s,]+")
_LAST_WORD: Final = re.compile(r"[\s,]+[^\s,]*$")


def write(spans: FileSpans, repair: FileRepair, reason: str) -> Iterator[bytes]:
    """A line for the file and why there is no patch of it, then its changes with some of the text around them.

    Every line but the first is indented, so that `git apply` takes none of them for a patch. UTF-8.
    """
    count = number_of(len(repair.edits), "edit")
    yield _line(f"# {printable(repair.shown)}: {count}; no patch, because {reason}")
    codec = "utf-8" if repair.encoding == "utf-8-sig" else repair.encoding
    for edits, label in _groups(repair):
        rules = ", ".join(dict.fromkeys(code for edit in edits for code in edit.rules))
        yield _line(f"  byte {edits[0].start:,}: {printable(label)}{', ' if rules else ''}{rules}")
        for mark, text in _change(spans, edits, codec):
            yield _line(f"    {mark} {printable(text)}")


def _line(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")


def _groups(repair: FileRepair) -> Iterator[tuple[list[Edit], str]]:
    """Edits that are near one another in one record."""
    group: list[Edit] = []
    last = ""
    for edit, label in zip(repair.edits, repair.labels, strict=True):
        is_near = label == last and bool(group) and edit.start - group[-1].end <= _NEAR
        if is_near and edit.end - group[0].start <= _LONGEST:
            group.append(edit)
            continue
        if group:
            yield group, last
        group, last = [edit], label
    if group:
        yield group, last


def _change(spans: FileSpans, edits: Sequence[Edit], codec: str) -> Iterator[tuple[str, str]]:
    """The text before and after, each with its mark; only that before where a text goes without another."""
    start, end = edits[0].start, edits[-1].end
    old = _shortened(spans, start, end, codec)
    if len(edits) == 1 and not edits[0].replacement:
        yield "-", old
        return
    new: list[str] = []
    position = start
    for edit in edits:
        new += [spans(position, edit.start).decode(codec, "replace"), _replacement(edit, codec)]
        position = edit.end
    left, right = _before(spans, start, codec), _after(spans, end, codec)
    yield "-", f"{left}{old}{right}"
    yield "+", f"{left}{''.join(new)}{right}"


def _shortened(spans: FileSpans, start: int, end: int, codec: str) -> str:
    if end - start <= _LONGEST:
        return spans(start, end).decode(codec, "replace")
    head, tail = spans(start, start + _HEAD), spans(end - _TAIL, end)
    return _cut(head, tail, end - start, codec)


def _replacement(edit: Edit, codec: str) -> str:
    text = edit.replacement
    if len(text) <= _LONGEST:
        return text.decode(codec, "replace")
    return _cut(text[:_HEAD], text[-_TAIL:], len(text), codec)


def _cut(head: bytes, tail: bytes, length: int, codec: str) -> str:
    """A long text without its middle. A character that was cut in two is left out."""
    left = _LAST_WORD.sub("", head.decode(codec, "replace"))
    right = _FIRST_WORD.sub("", tail.decode(codec, "replace"))
    return f"{left} … {right.rstrip()} ({length:,} bytes)"


def _before(spans: FileSpans, place: int, codec: str) -> str:
    """What stands before a place on its line."""
    text = spans(place - _CONTEXT, place).decode(codec, "replace")
    above, line_end, line = text.rpartition("\n")
    if line_end or place <= _CONTEXT:
        return line.lstrip()
    return f"… {_FIRST_WORD.sub('', above + line, count=1)}"


def _after(spans: FileSpans, place: int, codec: str) -> str:
    """What stands after a place on its line."""
    text = spans(place, place + _CONTEXT).decode(codec, "replace")
    line, line_end, _ = text.partition("\n")
    if line_end or place + _CONTEXT >= spans.size:
        return line.rstrip()
    return f"{_LAST_WORD.sub('', line)} …"
