"""Read ICDAR text, a line a word."""

from __future__ import annotations

import re
from typing import Final

from boxlint.formats.icdar.fields import read_line
from boxlint.formats.icdar.records import explain
from boxlint.formats.lines.read import LineReader
from boxlint.formats.text_lines import stem

_PREFIX: Final = re.compile(r"^(?:poly_)?(?:gt|res)_(?=.)")


def _image_of(path: str) -> str:
    """The name of the image: `gt_img_1.txt` is about `img_1`."""
    return _PREFIX.sub("", stem(path))


read = LineReader(read_line, explain, image_of=_image_of).read
