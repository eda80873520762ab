"""New values in COCO records: the few bytes that change, in the layout that the record has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from boxlint.formats.coco.box_text import (
    area_text,
    box_texts,
    finite_numbers,
    new_box_texts,
    rotated_texts,
    spelled_number,
    written_number,
)
from boxlint.formats.coco.id_text import id_text
from boxlint.formats.coco.masks import read_mask as read_mask
from boxlint.formats.coco.masks import read_polygons as read_polygons
from boxlint.formats.coco.polygon_text import polygon_edits
from boxlint.syntax.json.members import ObjectMember, Span, insertion, list_items, object_members
from boxlint.syntax.json.removal import removed_spans as removed_spans
from boxlint.text.editing import FieldEdit, Numbers, Values
from boxlint.text.numbers import number_text

_ID_KEYS: Final = {"annotation": ("id", "image_id", "category_id"), "image": ("id",), "category": ("id",)}
# behind which member a new one goes: the first of these that is there, else the last of all; ids go to the front
_PREDECESSORS: Final = {
    "bbox": ("category_id", "image_id"),
    "area": ("bbox", "segmentation"),
    "iscrowd": ("area", "bbox", "segmentation"),
    "width": ("file_name",),
    "height": ("width", "file_name"),
    "num_keypoints": ("keypoints",),
}


class _Object(Struct):
    """A record, its members, and the edits made to it so far."""

    text: bytes
    members: tuple[ObjectMember, ...]
    by_key: dict[str, ObjectMember]
    edits: list[FieldEdit] = field(default_factory=list)

    def token(self, key: str) -> bytes | None:
        """The text of a key's value."""
        member = self.by_key.get(key)
        return None if member is None else self.text[member.start : member.end]

    def replace(self, span: Span, value: str, name: str) -> None:
        """Give a span of the record a new text, for the neutral field of this name."""
        self.edits.append(FieldEdit(*span, value.encode(), name))

    def write(self, key: str, value: str, name: str) -> None:
        """Give a key a new value; a member that is absent is added."""
        member = self.by_key.get(key)
        if member is not None:
            self.replace((member.start, member.end), value, name)
            return
        place, text = insertion(self.text, self.members, key, value.encode(), self._predecessor(key))
        # an empty object lends no separator
        text = b", " + text if self.edits and not self.members else text
        self.edits.append(FieldEdit(place, place, text, name))

    def _predecessor(self, key: str) -> ObjectMember | None:
        if key not in _PREDECESSORS or not self.members:
            return None
        return next(filter(None, map(self.by_key.get, _PREDECESSORS[key])), self.members[-1])


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a record new values, in order; none where it has them, or where it is no JSON object.

    `table` is annotation, image or category; `record` and `values` as in `boxlint.text.editing`.
    """
    members = object_members(record) if table in _ID_KEYS else None
    if members is None:
        return []
    # of a repeated key readers take the last
    found = _Object(record, members, {member.key: member for member in members})
    for key in _ID_KEYS[table]:
        _edit_id(found, key, values)
    if table == "annotation":
        numbers = _edit_box(found, values)
        _edit_area(found, values.get("area"), numbers)
        _edit_polygons(found, values.get("polygons", {}), numbers)
        for key in ("iscrowd", "num_keypoints"):
            _edit_count(found, key, values.get(key))
    if table == "image":
        for side in ("width", "height"):
            _edit_side(found, side, values.get(side))
    return sorted(found.edits, key=lambda edit: edit.start)


def _edit_id(found: _Object, key: str, values: Values) -> None:
    new = values.get("id") if key == "id" else None
    kind = values.get(f"{key}_type")
    token = found.token(key)
    text = id_text(token, new, kind) if new is not None or (kind is not None and token is not None) else None
    if text is not None:
        found.write(key, text, key if new is not None else f"{key}_type")


def _edit_box(found: _Object, values: Values) -> list[str]:
    """Edit the numbers of `bbox`; the texts that they have in the end, of those that are numbers."""
    member = found.by_key.get("bbox")
    corners = finite_numbers(values.get("box"), 4)
    if member is None or found.token("bbox") == b"null":
        if corners is None:
            return []
        numbers = new_box_texts(corners)
        found.write("bbox", _list_text(found, numbers), "box")
        return numbers
    spans = list_items(found.text, member.start) or []
    tokens = [found.text[start:end] for start, end in spans]
    converts = bool(values.get("numbers"))
    texts = [written_number(token) or (spelled_number(token) if converts else None) for token in tokens]
    numbers = [text for text in texts if text is not None]
    wanted: Sequence[str | None] = texts
    if len(numbers) == len(spans):
        rotated = finite_numbers(values.get("rotated"), 5)
        if corners is not None and len(spans) == 4:
            wanted = numbers = box_texts(numbers, corners)
        elif rotated is not None and len(spans) == 5:
            wanted = numbers = rotated_texts(numbers, rotated)
    name = "rotated" if len(spans) == 5 else "box"
    for span, token, own, text in zip(spans, tokens, texts, wanted, strict=True):
        if text is not None and text.encode() != token:
            found.replace(span, text, "numbers" if text == own else name)
    return numbers


def _list_text(found: _Object, items: Sequence[str]) -> str:
    """A list in the layout of another list of the record, else on one line."""
    comma = _comma(found)
    lead = tail = b""
    others = [(member, list_items(found.text, member.start) or []) for member in found.members]
    member, spans = max(others, key=lambda pair: min(len(pair[1]), 2), default=(None, []))
    if member is not None and spans:
        lead, tail = found.text[member.start + 1 : spans[0][0]], found.text[spans[-1][1] : member.end - 1]
        if len(spans) > 1:
            comma = found.text[spans[0][1] : spans[1][0]]
        elif b"\n" in lead:
            comma = b"," + lead
    return f"[{lead.decode()}{comma.decode().join(items)}{tail.decode()}]"


def _comma(found: _Object) -> bytes:
    """How the record writes a comma within a line."""
    for member, following in zip(found.members, found.members[1:], strict=False):
        between = found.text[member.end : following.key_start]
        if b"\n" not in between:
            return between
    is_tight = any(found.text[member.start - 1 : member.start] == b":" for member in found.members)
    return b"," if is_tight else b", "


def _edit_area(found: _Object, area: Any, numbers: Sequence[str]) -> None:
    if area is None or not math.isfinite(area):
        return
    written = written_number(found.token("area") or b"")
    text = area_text(float(area), numbers or [written or "0"])
    if written is None or float(written) not in (area, float(text)):
        found.write("area", text, "area")


def _edit_polygons(found: _Object, changes: Mapping[int, Numbers], box: Sequence[str]) -> None:
    member = found.by_key.get("segmentation")
    for span, text in polygon_edits(found.text, member.start, changes, box) if member else ():
        found.replace(span, text, "polygons")


def _edit_count(found: _Object, key: str, count: Any) -> None:
    if count is not None and found.token(key) != b"%d" % count:
        found.write(key, str(int(count)), key)


def _edit_side(found: _Object, side: str, value: Any) -> None:
    """Give an image another width or height; where it has none, it is written beside the other, else at the end."""
    written = written_number(found.token(side) or b"")
    if value is not None and (written is None or float(written) != value):
        found.write(side, number_text(value, 0, written or "0"), side)


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a COCO file that holds these annotations and nothing else."""
    return b'{"annotations": [' + b", ".join(records) + b"]}"
