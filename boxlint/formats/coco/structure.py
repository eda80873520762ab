"""Where the records of a COCO file are, in whole, truncated and broken files alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.formats.json_outline import SEPARATOR, Outline, outline
from boxlint.formats.json_text import JsonError, is_json, parse, parse_with_repeats, place_in_words, without_literals
from boxlint.formats.text import Buffer

LISTS: Final = ("images", "annotations", "categories")
SECTIONS: Final = ("info", "licenses")

_BLANK: Final = np.zeros(256, np.bool_)
_BLANK[[ord(symbol) for symbol in " \t\r\n,"]] = True
_WIDEST_GAP: Final = 64
_KINDS: Final = {dict: "an object", list: "a list", str: "a text", bool: "a boolean", type(None): "null"}


class _Lists(msgspec.Struct):
    images: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    annotations: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    categories: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET


_LISTS_DECODER: Final = msgspec.json.Decoder(_Lists)


class Spans(Struct, frozen=True):
    """Where the records of a list are: byte offsets into the text, each (N,) int64, in order."""

    starts: Any
    ends: Any

    def __len__(self) -> int:
        return len(self.starts)


class Structure(Struct, frozen=True):
    """The records of the three lists, and what is wrong with the file around them.

    `problem` is empty where there is none; `problem_start` its offset, −1 unknown. `missing_list` and
    `missing_section` name members that are absent, `duplicate_key` the first key that is there twice.
    """

    data: Buffer
    spans: dict[str, Spans]
    is_unreadable: bool = False
    problem: str = ""
    problem_start: int = -1
    missing_list: str = ""
    missing_section: str = ""
    duplicate_key: str = ""


def find_structure(data: Buffer) -> Structure:
    """The structure of a COCO file's text; nothing that can be told apart is lost, and nothing raises."""
    if not bytes(data[:1024]).strip() and not bytes(data).strip():
        return Structure(data, _no_spans(), True, "the file is empty", 0)
    spans = _whole_spans(data, data)
    if spans is None:
        masked = without_literals(data)
        spans = _whole_spans(masked, masked) if masked is not None else None
    if spans is not None:
        found = _judge_skeleton(data, spans)
        if found is not None:
            return found
    return _broken_structure(bytes(data))


def _no_spans() -> dict[str, Spans]:
    nothing = np.empty(0, np.int64)
    return {name: Spans(nothing, nothing) for name in LISTS}


def _whole_spans(data: Buffer, source: Buffer) -> dict[str, Spans] | None:
    """The records of valid JSON with lists where lists belong, else None."""
    try:
        lists = _LISTS_DECODER.decode(source)
    except (msgspec.DecodeError, RecursionError):
        return None
    spans = _no_spans()
    for name in LISTS:
        raws = getattr(lists, name)
        if raws:
            spans[name] = _raw_spans(data, raws)
    return spans


def _raw_spans(data: Buffer, raws: Sequence[Any]) -> Spans:
    """The offsets of consecutive list items that are views of `data`."""
    symbols = np.frombuffer(data, np.uint8)
    lengths = np.fromiter(map(len, raws), np.int64, len(raws))
    origin = symbols.ctypes.data
    first, last = (np.frombuffer(raw, np.uint8).ctypes.data - origin for raw in (raws[0], raws[-1]))
    inner = int(lengths[:-1].sum())
    gap, rest = divmod(int(last - first) - inner, max(len(raws) - 1, 1))
    starts = first + np.concatenate(([0], np.cumsum(lengths[:-1] + gap)))
    if rest or gap > _WIDEST_GAP or not _is_separated(symbols, starts, lengths, gap):
        starts = _measured_starts(data, int(first), lengths)
    return Spans(starts, starts + lengths)


def _is_separated(symbols: Any, starts: Any, lengths: Any, gap: int) -> bool:
    """Whether exactly `gap` blanks and commas lie between the records: then, by induction, every start is exact."""
    if _BLANK[symbols[starts]].any():
        return False
    ends = (starts + lengths)[:-1]
    return all(_BLANK[symbols[ends + step]].all() for step in range(gap))


def _measured_starts(data: Buffer, first: int, lengths: Any) -> Any:
    starts, position = [], first
    for length in lengths.tolist():
        starts.append(position)
        found = SEPARATOR.match(data, position + length)
        position = found.end() if found else position + length
    return np.array(starts, np.int64)


def _judge_skeleton(data: Buffer, spans: dict[str, Spans]) -> Structure | None:
    """The structure where the text around the records is sound too, else None."""
    skeleton = _Skeleton(data, [(int(part.starts[0]), int(part.ends[-1])) for part in spans.values() if len(part)])
    try:
        value, repeats = parse_with_repeats(skeleton.text)
    except JsonError:
        return None
    if not isinstance(value, dict):
        return None
    return Structure(
        data,
        spans,
        missing_list=", ".join(name for name in LISTS if name not in value),
        missing_section=", ".join(name for name in SECTIONS if name not in value),
        duplicate_key=repeats[0] if repeats else "",
    )


class _Skeleton:
    """The text with each of some spans replaced by `0`."""

    def __init__(self, data: Buffer, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        pieces, position = [], 0
        for start, end in self.spans:
            pieces += [bytes(data[position:start]), b"0"]
            position = end
        pieces.append(bytes(data[position:]))
        self.text = b"".join(pieces)

    def source_offset(self, offset: int) -> int:
        """An offset into the skeleton as an offset into the text."""
        for start, end in self.spans:
            if offset <= start:
                break
            offset += end - start - 1
        return offset


def _broken_structure(data: bytes) -> Structure:
    """The structure of a file that is no valid JSON, or that has something else where a list belongs."""
    found = outline(data, LISTS)
    spans = _no_spans()
    for member in found.members:
        if member.items is not None:
            pairs = np.array(member.items, np.int64).reshape(-1, 2)
            spans[member.name] = Spans(pairs[:, 0], pairs[:, 1])
    names = [member.name for member in found.members]
    lists = {member.name for member in found.members if member.items is not None}
    reason, start = _first_fault(data, found)
    is_unreadable = bool(reason)
    if not reason:
        reason, start = _misplaced(data, found)
        is_unreadable = not found.is_object
    return Structure(
        data,
        spans,
        is_unreadable=is_unreadable,
        problem=f"{reason} at {place_in_words(data, start)}" if reason else "",
        problem_start=start,
        # of a file that is cut off or garbled nobody knows what it lacks
        missing_list="" if is_unreadable else ", ".join(name for name in LISTS if name not in lists),
        missing_section="" if is_unreadable else ", ".join(name for name in SECTIONS if name not in names),
        duplicate_key=next((name for row, name in enumerate(names) if name in names[:row]), ""),
    )


def _first_fault(data: bytes, found: Outline) -> tuple[str, int]:
    """The first place where the text is no JSON, in words and as an offset; ("", −1) if it is JSON."""
    items = [(member.name, row, item) for member in found.members for row, item in enumerate(member.items or ())]
    skeleton = _Skeleton(data, (item for _, _, item in items))
    faults = []
    try:
        parse(skeleton.text)
    except JsonError as fault:
        place = skeleton.source_offset(fault.offset)
        last = max((end for _, _, (_, end) in items), default=0)
        is_cut = not data[place:].strip() or (place >= last and not data.rstrip().endswith(b"}"))
        faults.append((len(data), "the file is cut off") if is_cut and found.is_object else (place, fault.reason))
    for name, row, (start, end) in items:
        if not is_json(data[start:end]):
            try:
                parse(data[start:end])
            except JsonError as fault:
                faults.append((start + fault.offset, f"{fault.reason} in {name}[{row}]"))
            break
    place, reason = min(faults, default=(-1, ""))
    return reason, place


def _misplaced(data: bytes, found: Outline) -> tuple[str, int]:
    """What is not of the type that COCO wants, in valid JSON."""
    if not found.is_object:
        start = len(data) - len(data.lstrip())
        return f"expected an object with images, annotations and categories, got {_kind(data)}", start
    for member in found.members:
        if member.name in LISTS and member.items is None:
            return f"{member.name}: expected a list, got {_kind(data[member.start : member.end])}", member.start
    return "", -1


def _kind(text: bytes) -> str:
    return _KINDS.get(type(parse(text)), "a number")
