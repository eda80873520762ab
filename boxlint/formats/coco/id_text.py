"""Ids as text: as integers or strings, every digit exact."""

from __future__ import annotations

import re
from typing import Any, Final

from boxlint.syntax.json.text import parse

# "007" and "7" are two ids, so only the canonical spelling counts as the number
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_INT64: Final = range(-(2**63), 2**63)


def id_text(token: bytes | None, new: int | None, kind: str | None) -> str | None:
    """The JSON text of an id that gets a new value, or another type; None where the written one may stay.

    `token` is the written value, None where there is none; `new` the new id, None to keep it; `kind` "integer" or
    "string", None to keep the type. None too for an id that no integer can be made of.
    """
    written = None if token is None else parse(token)
    number = _exact_integer(token, written) if new is None else int(new)
    is_text = isinstance(written, str)
    as_text = is_text if kind is None else kind == "string"
    if number is None or (new is None and as_text and is_text):
        return None
    if as_text:
        return None if is_text and written == str(number) else f'"{number}"'
    is_so = written == number and (type(written) is int or (kind is None and type(written) is float))
    return None if is_so else str(number)


def _exact_integer(token: bytes | None, written: Any) -> int | None:
    """The integer that an id is or spells; None where it is none, or where reading it has changed it."""
    if type(written) is int:
        return written
    number = None
    if isinstance(written, str) and _INTEGER.fullmatch(written):
        number = int(written)
    elif type(written) is float and token is not None and written.is_integer():
        from decimal import Decimal

        number = int(written) if Decimal(token.decode()) == written else None
    return number if number is not None and number in _INT64 else None
