"""Tell datalists with boxes from the other JSON files of MONAI, whose labels are paths of masks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.syntax.json.heads import TOKEN
from boxlint.text.source import decode_head

_BOXES: Final = re.compile(r"\s*\[\s*[\[\]]")
_BESIDE: Final = frozenset({"image", "label", "label_scores"})


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the file with these first bytes is a datalist with boxes.

    That is an object of lists, an entry of which has a list `box` of lists, or an empty one, beside an image or labels.
    """
    text = decode_head(head)
    if '"box"' not in text or not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    opened, keys = "", set()
    for token in TOKEN.finditer(text):
        if token[3] and opened == "{[{":
            keys.add(token[2])
            if token[2] == "box" and not _BOXES.match(text, token.end()):
                keys.discard("box")
        elif token[1] in "[{":
            opened += token[1]
            keys = set() if opened == "{[{" else keys
        elif token[1] in "]}":
            opened = opened[:-1]
        if "box" in keys and keys & _BESIDE:
            return True
    return False
