"""Read ODGT: lines of JSON, each an image with its objects; the box of an object is its `fbox`.

The boxes of what can be seen (`vbox`) and of the head (`hbox`) are boxes of the same object, no objects besides: of
them is told where they are no four numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from boxlint.formats.coco.spans import no_spans, spans_of_list, spans_of_views
from boxlint.joining import concatenate
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.json.lines import Line, read_json_lines
from boxlint.syntax.json.numbers import as_number, float_of
from boxlint.syntax.json.text import parse, without_literals
from boxlint.text.quoting import in_words

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

BOX: Final = "fbox"
"""The box that detectors are trained on, of those that an object has."""
_NUMBERS: Final = 4
_MASK: Final = "mask"
_SUFFIX: Final = ".jpg"

_Box = list[float] | None


class _Extra(msgspec.Struct, frozen=True, gc=False):
    ignore: int = 0


class _Object(msgspec.Struct, gc=False):
    tag: str
    fbox: list[float]
    vbox: _Box = None
    hbox: _Box = None
    extra: _Extra = _Extra()


_OBJECT: Final = msgspec.json.Decoder(_Object)
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of ODGT files, each a file set of its own. Never raises for what is in a file."""
    return concatenate([read_json_lines([file], options, _read_line) for file in files])


def _read_line(line: Line, file: int, _: SourceFile, rows: Rows) -> None:
    text, members = _members(line.node.source)
    name = parse(bytes(members["ID"])) if "ID" in members else None
    listed = members.get("gtboxes", b"")
    spans = spans_of_list(bytes(listed)) or no_spans()
    shown = f"{name}{_SUFFIX}" if isinstance(name, str) else ""
    columns = _faults_of_image(line, members, name)
    number = rows.add_image(ImageRow(file, line.node.start, line.node.end, shown, columns=columns))
    if not len(spans):
        return
    offset = line.node.start + int(spans_of_views(text, [listed]).starts[0])
    for place, (start, end) in enumerate(zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)):
        _add_object(line, place, (offset + start, offset + end), file, number, rows)


def _members(text: bytes) -> tuple[bytes, dict[str, Any]]:
    """The members of an object, each as a view of the text that is returned with them; none of any other value."""
    for plain in (text, without_literals(text)):
        try:
            # NaN and infinities are replaced by numbers of the same length, so that every place stays
            return plain or b"", _MEMBERS.decode(plain or b"")
        except (msgspec.DecodeError, RecursionError):
            continue
    return text, {}


def _faults_of_image(line: Line, members: dict[str, Any], name: Any) -> dict[str, Any]:
    """The columns of the image table that say what is wrong with a line besides its objects."""
    place = f"line {line.number}"
    if not members:
        return {"is_malformed": True, "problem": f"{place}: expected an object with ID and gtboxes"}
    for key in ("ID", "gtboxes"):
        if key not in members:
            return {"missing_field": key, "problem": f"{place}: {key} is missing"}
    if not isinstance(name, str):
        return {"is_malformed": True, "problem": f"{place}: ID: expected a text, got {in_words(name)}"}
    if bytes(members["gtboxes"])[:1] != b"[":
        got = in_words(parse(bytes(members["gtboxes"])))
        return {"is_malformed": True, "problem": f"{place}: gtboxes: expected a list of objects, got {got}"}
    return {}


def _add_object(line: Line, place: int, span: tuple[int, int], file: int, image: int, rows: Rows) -> None:
    text = line.node.text[slice(*span)]
    try:
        found = _OBJECT.decode(text)
    except (msgspec.DecodeError, RecursionError):
        _add_unusual(line, place, span, file, image, rows)
        return
    boxes = (found.fbox, found.vbox, found.hbox)
    if found.extra.ignore not in (0, 1) or not all(box is None or len(box) == _NUMBERS for box in boxes):
        _add_unusual(line, place, span, file, image, rows)
        return
    row = rows.add_annotation(file, found.tag, rows.count, span, NAN, _NUMBERS, image)
    _add_box(rows, row, found.fbox)
    if found.tag == _MASK or found.extra.ignore:
        rows.set(row, is_target=False)


def _add_box(rows: Rows, row: int, box: Sequence[float]) -> None:
    x, y, width, height = box
    rows.add_shape("boxes", row, (x, y, x + width, y + height))


def _add_unusual(line: Line, place: int, span: tuple[int, int], file: int, image: int, rows: Rows) -> None:
    from boxlint.formats.odgt.records import explain

    value = parse(line.node.text[slice(*span)])
    fields = value if isinstance(value, dict) else {}
    tag, box, extra = fields.get("tag"), fields.get(BOX), fields.get("extra")
    row = rows.add_annotation(file, tag if isinstance(tag, str) else None, rows.count, span, NAN, _NUMBERS, image)
    fault = _fault(value, explain(value, f"line {line.number}: gtboxes[{place}]"))
    rows.faults[row] = fault
    if fault.leaves_geometry:
        _add_box(rows, row, [as_number(number) for number in box or ()])
    if tag == _MASK or (isinstance(extra, dict) and extra.get("ignore") == 1):
        rows.set(row, is_target=False)


def _fault(value: Any, problem: str) -> Fault:
    """What is wrong with an object that has a fault; with the box that is trained on, where that has one."""
    if not isinstance(value, dict):
        return Fault(problem, is_malformed=True, coordinate_count=NAN)
    missing = next((key for key in ("tag", BOX) if key not in value), "")
    box = value.get(BOX)
    numbers = [float_of(number) for number in box] if isinstance(box, list) else [None]
    count = len(box) if isinstance(box, list) else NAN
    if BOX in value and None in numbers:
        return Fault(problem, missing, coordinates_not_numeric=True, coordinate_count=count)
    if count != _NUMBERS:
        return Fault(problem, missing, coordinate_count=count)
    if missing or not all(number is not None and math.isfinite(number) for number in numbers):
        return Fault(problem, missing)
    return Fault(problem, is_malformed=True, coordinate_count=NAN)
