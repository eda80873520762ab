"""Values of a file as messages show them."""

from __future__ import annotations

import json
from typing import Any, Final

_LONGEST: Final = 40


def quote(value: Any) -> str:
    """A text in quotation marks on one line, shortened; "nothing" for a blank one."""
    if value is None or value == "":
        return "nothing"
    if not isinstance(value, str):
        return "an element with children"
    text = " ".join(value.split()) or value.replace("\n", " ").replace("\r", " ")
    return f'"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"}"'


def in_words(value: Any) -> str:
    """A JSON value as a short phrase: `"12.5"`, `null`, `a list`."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    try:
        written = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return "another value"
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
