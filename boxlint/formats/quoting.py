"""Values of a file as messages show them."""

from __future__ import annotations

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
