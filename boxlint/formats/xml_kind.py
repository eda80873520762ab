"""Which of the XML formats a file is in, told from its first bytes.

HRSC2016 and CVAT have root elements of their own. The others share the root `annotation`, and are told apart by what
is in it: `objects` (FAIR1M), the children of boxes (VOC, DIOR-R, roLabelImg), or `imagesize` and polygons (LabelMe).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from boxlint.formats.text import HEAD_SIZE, decode_head

_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_PROLOGUE: Final = (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"))
_PLAIN_ROOT: Final = re.compile(rb"\s*(?:<\?[^>]*\?>\s*)?<annotation[\s>]")
_OF_CVAT: Final = ("<meta", "<version", "<image", "<track")
_PREFIX: Final = re.compile(r"(</?)[A-Za-z_][\w.-]*:")


@lru_cache(maxsize=16)
def xml_kind(head: bytes) -> str | None:
    """The name of the format, or None; `robndbox` with corners is "dior", with an angle "rolabelimg"."""
    if _PLAIN_ROOT.match(head):
        return _kind(head)
    text = decode_head(head)
    root = _ROOT.match(text, _root_start(text))
    if root is not None and root[1] == "HRSC_Image":
        return "hrsc"
    if root is not None and root[1] == "annotations":
        plain = _PREFIX.sub(r"\1", text)
        return "cvat" if any(f"{tag}{end}" in plain for tag in _OF_CVAT for end in "> \t\r\n/") else None
    if root is None or root[1] != "annotation":
        return None
    if root[0] != "<annotation":
        text = _PREFIX.sub(r"\1", text)
    return _kind(text.encode())


def _kind(text: bytes) -> str | None:
    """The format by what is in the text, whose root element is `annotation`."""
    if b"<objects" in text or b"<possibleresult>" in text:
        return "fair1m"
    if b"<robndbox" in text:
        return "dior" if b"_left_top>" in text or b"_right_bottom>" in text else "rolabelimg"
    if b"<bndbox" in text:
        return "voc"
    if b"<imagesize" in text or b"<pt>" in text:
        return "labelme-xml"
    if b"<polygon" in text or b"<points" in text:
        return None
    # a legal background, or objects that have lost their boxes
    return "voc" if b"<filename" in text else None


def _root_start(text: str) -> int:
    """Where the root element starts, past declaration, comments and document type."""
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        closing = next((close for opening, close in _PROLOGUE if text.startswith(opening, position)), None)
        if closing is None:
            return position
        end = text.find(closing, position)
        if closing == ">" and "[" in text[position:end]:
            closing, end = "]>", text.find("]>", position)
        if end < 0:
            return len(text)
        position = end + len(closing)


def is_broken_xml(head: bytes) -> bool:
    """Whether a text cannot be any whole XML document: it has no root element, or `annotation` is not closed."""
    text = decode_head(head)
    root = _ROOT.match(text, _root_start(text))
    if root is None:
        return True
    return root[1] == "annotation" and len(head) < HEAD_SIZE and f"</{root[0][1:]}" not in text
