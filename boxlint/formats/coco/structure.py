"""Where the records of a COCO file are, in whole, truncated and broken files alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from boxlint.formats.coco.skeleton import LISTS, Skeleton
from boxlint.formats.coco.spans import ListSpans, Spans, no_spans, spans_of_views
from boxlint.formats.directives import KEY, Directive, from_json
from boxlint.formats.json_outline import Outline, outline
from boxlint.formats.json_text import JsonError, is_json, parse, parse_with_repeats, place_in_words, without_literals
from boxlint.formats.text import Buffer

SECTIONS: Final = ("info", "licenses")

_KINDS: Final = {dict: "an object", list: "a list", str: "a text", bool: "a boolean", type(None): "null"}


class _Lists(msgspec.Struct):
    images: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    annotations: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    categories: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET


_LISTS_DECODER: Final = msgspec.json.Decoder(_Lists)


class Structure(Struct, frozen=True):
    """What is said of a file around the records of its lists.

    `problem` is empty where there is none; `problem_start` its offset, −1 unknown. `missing_list` and
    `missing_section` name members that are absent, `duplicate_key` the first key that is there twice, `directive` says
    which rules are not reported in this file.
    """

    is_unreadable: bool = False
    problem: str = ""
    problem_start: int = -1
    missing_list: str = ""
    missing_section: str = ""
    duplicate_key: str = ""
    directive: Directive = Directive()


def find_structure(data: Buffer) -> tuple[Structure, ListSpans]:
    """The structure of a COCO file's text, and the records of its lists; nothing that can be told apart is lost."""
    if not bytes(data[:1024]).strip() and not bytes(data).strip():
        return Structure(True, "the file is empty", 0), no_records()
    spans = _whole_spans(data, data)
    if spans is None:
        masked = without_literals(data)
        spans = _whole_spans(masked, masked) if masked is not None else None
    if spans is not None:
        found = _judge_skeleton(data, spans)
        if found is not None:
            return found, spans
    return _broken_structure(bytes(data))


def no_records() -> ListSpans:
    """Three empty lists."""
    return {name: no_spans() for name in LISTS}


def _whole_spans(data: Buffer, source: Buffer) -> ListSpans | None:
    """The records of valid JSON with lists where lists belong, else None."""
    try:
        lists = _LISTS_DECODER.decode(source)
    except (msgspec.DecodeError, RecursionError):
        return None
    spans = no_records()
    for name in LISTS:
        raws = getattr(lists, name)
        if raws:
            spans[name] = spans_of_views(data, raws)
    return spans


def _judge_skeleton(data: Buffer, spans: ListSpans) -> Structure | None:
    """The structure where the text around the records is sound too, else None."""
    skeleton = Skeleton(data, [(int(part.starts[0]), int(part.ends[-1])) for part in spans.values() if len(part)])
    try:
        value, repeats = parse_with_repeats(skeleton.text)
    except JsonError:
        return None
    if not isinstance(value, dict):
        return None
    return replace(structure_around(value), duplicate_key=repeats[0] if repeats else "")


def structure_around(value: Mapping[str, Any]) -> Structure:
    """The structure of a sound file, given what is around its records."""
    return Structure(
        missing_list=", ".join(name for name in LISTS if name not in value),
        missing_section=", ".join(name for name in SECTIONS if name not in value),
        directive=from_json(value[KEY]) if KEY in value else Directive(),
    )


def _broken_structure(data: bytes) -> tuple[Structure, ListSpans]:
    """What there is in a file that is no valid JSON, or that has something else where a list belongs."""
    found = outline(data, LISTS)
    spans = no_records()
    for member in found.members:
        if member.items is not None:
            pairs = np.array(member.items, np.int64).reshape(-1, 2)
            spans[member.name] = Spans(pairs[:, 0], pairs[:, 1])
    names = [member.name for member in found.members]
    lists = {member.name for member in found.members if member.items is not None}
    reason, start = first_fault(data, found)
    is_unreadable = bool(reason)
    if not reason:
        reason, start = _misplaced(data, found)
        is_unreadable = not found.is_object
    structure = Structure(
        is_unreadable=is_unreadable,
        problem=f"{reason} at {place_in_words(data, start)}" if reason else "",
        problem_start=start,
        # of a file that is cut off or garbled nobody knows what it lacks
        missing_list="" if is_unreadable else ", ".join(name for name in LISTS if name not in lists),
        missing_section="" if is_unreadable else ", ".join(name for name in SECTIONS if name not in names),
        duplicate_key=next((name for row, name in enumerate(names) if name in names[:row]), ""),
        directive=_directive(data, found),
    )
    return structure, spans


def _directive(data: bytes, found: Outline) -> Directive:
    """What a broken file says of its own findings; as in a sound one, the last of several members counts."""
    written = [data[member.start : member.end] for member in found.members if member.name == KEY]
    try:
        return from_json(parse(written[-1])) if written else Directive()
    except JsonError as fault:
        return Directive(problem=f"malformed suppression: {fault.reason}")


def first_fault(data: bytes, found: Outline) -> tuple[str, int]:
    """The first place where the text is no JSON, in words and as an offset; ("", −1) if it is JSON."""
    items = [(member.name, row, item) for member in found.members for row, item in enumerate(member.items or ())]
    skeleton = Skeleton(data, (item for _, _, item in items))
    faults = []
    try:
        parse(skeleton.text)
    except JsonError as fault:
        place = skeleton.source_offset(fault.offset)
        last = max((end for _, _, (_, end) in items), default=0)
        is_cut = not data[place:].strip() or (place >= last and not data.rstrip().endswith((b"}", b"]")))
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
