"""Tell COCO ground truth from the other JSON files that lie beside it."""

from __future__ import annotations

import mmap
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from boxlint.syntax.json.heads import TOKEN
from boxlint.text.lfs import is_lfs_pointer
from boxlint.text.source import HEAD_SIZE, decode_head

_OTHER_FORMATS: Final = frozenset(
    {"shapes", "imagePath", "imageData", "items", "_via_img_metadata", "training", "asset", "assets", "frames"}
)
_SHAPES: Final = frozenset({"bbox", "segmentation", "keypoints"})
_OTHER_TASKS: Final = frozenset({"caption", "segments_info", "question_id", "poly"})
_PLACES_TRIED: Final = 8

Keys = dict[str, set[str]]
"""Member of the outermost object → the keys of the objects in its list."""


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the file with these first bytes is COCO ground truth: lists of images and annotations with boxes.

    Captions, panoptic segments and lists of results are not. Of a `.json` file that is empty or a git-lfs
    pointer nothing can be told, so it is taken, for the reader to say so.
    """
    if os.path.splitext(path)[1].lower() == ".json" and (
        is_lfs_pointer(head) or (len(head) < HEAD_SIZE and not head.strip())
    ):
        return True
    return is_ground_truth(keys_of(head, path))


def keys_of(head: bytes, path: Path | str) -> Keys:
    """The lists of a file with these first bytes, each with the keys of its records; none where it is no object.

    Where the head does not tell what the file is, the first record of each list is looked for in all of it.
    """
    text = decoded(head)
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return {}
    keys = {**_outer_keys(text)}
    if "annotations" not in keys and len(head) >= HEAD_SIZE and not keys.keys() & _OTHER_FORMATS:
        for name in ("annotations", "images", "categories"):
            # looking for what is absent looks through all of the file
            if not (keys.get("annotations") and is_ground_truth(keys)) and not keys.get(name):
                keys |= keys_further_on(path, name)
    return keys


def is_ground_truth(keys: Keys) -> bool:
    """Whether a file with these lists is ground truth of boxes, masks or keypoints."""
    if keys.keys() & _OTHER_FORMATS and not {"images", "annotations"} <= keys.keys():
        return False
    annotation = keys.get("annotations", set())
    if annotation & _OTHER_TASKS and not annotation & {"bbox"}:
        return False
    if annotation & _SHAPES or {"image_id", "category_id"} <= annotation:
        return True
    image, category = keys.get("images", set()), keys.get("categories", set())
    has_images = bool(image & {"file_name", "filename", "coco_url"}) or {"id", "width", "height"} <= image
    if annotation:
        # a record that has lost its fields is still one of ours if everything around it is
        return has_images and {"images", "categories"} <= keys.keys()
    if not image and {"images", "annotations", "categories"} <= keys.keys():
        return True
    return has_images and ({"id", "name"} <= category or "annotations" in keys)


def decoded(head: bytes) -> str:
    """The text of the first bytes of a file."""
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        if not decode_head(head).isascii() and b"\0" not in head[:4]:
            return head.decode("gb18030", "replace")
    return decode_head(head)


@lru_cache(maxsize=1)  # what is like COCO looks at the same head
def _outer_keys(text: str) -> Keys:
    """The outermost object's keys, each with the keys of the objects in its list, as far as the text goes."""
    keys: Keys = {}
    opened, member = "", ""
    for token in TOKEN.finditer(text):
        if token[3] and opened == "{":
            member = token[2]
            keys.setdefault(member, set())
        elif token[3] and opened == "{[{":
            # a list may have no key in a file that is not quite JSON
            keys.setdefault(member, set()).add(token[2])
        elif token[1] in "[{":
            opened += token[1]
        elif token[1] in "]}":
            opened = opened[:-1]
    return keys


def list_keys(text: str) -> set[str]:
    """The keys of the objects in a list, as far as the text goes."""
    keys = _outer_keys('{"":' + text.lstrip("\ufeff"))
    return keys.get("", set())


def keys_further_on(path: Path | str, name: str) -> Keys:
    """The keys of the first record of a list, which is searched in the whole file."""
    try:
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _keys_in(content, name)
    except (OSError, ValueError):
        return {}


def _keys_in(content: mmap.mmap, name: str) -> Keys:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        wanted, position = f'"{name}"'.encode(encoding), -1
        for _ in range(_PLACES_TRIED):
            position = content.find(wanted, position + 1)
            if position < 0:
                break
            piece = content[position : position + HEAD_SIZE].decode(encoding, "replace")
            if re.match(r'"\w+"\s*:\s*\[', piece):
                return _outer_keys("{" + piece)
    return {}
