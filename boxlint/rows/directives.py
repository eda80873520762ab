"""Suppressions that stand beside the labels: the rules that they name, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from boxlint.tables import Column, sparse_text
from boxlint.text.quoting import in_words, quote

KEY: Final = "boxlint"
"""The member of a COCO record, or of the whole file, that holds a suppression."""
_KEYS: Final = ("ignore", "reason")
_IN_JSON: Final = '{"ignore": ["BX202"]}'
_IN_COMMENT: Final = "boxlint: ignore[BX202]"
_MEANT: Final = re.compile(r"\s*boxlint\s*(?::|\[|ignore\b)", re.IGNORECASE)
_IGNORE: Final = re.compile(r"\s*boxlint:\s*ignore\s*\[([^\[\]]*)\](?:\s.*)?", re.DOTALL)


class Directive(Struct, frozen=True):
    """`rules` are selectors as written, with commas between; `problem` says why what is written cannot be followed."""

    rules: str = ""
    problem: str = ""


def from_json(value: Any) -> Directive:
    """What the value of the member `boxlint` says: `{"ignore": ["BX202"], "reason": "cut on purpose"}`."""
    if not isinstance(value, dict) or "ignore" not in value:
        return _malformed(_IN_JSON, "an object without ignore" if isinstance(value, dict) else in_words(value))
    unknown = [key for key in value if key not in _KEYS]
    if unknown:
        return Directive(problem=f"unknown key {quote(unknown[0])} in {KEY}: expected {' or '.join(_KEYS)}")
    listed = value["ignore"]
    if not isinstance(listed, list) or not listed:
        return _malformed(_IN_JSON, "an empty list" if listed == [] else in_words(listed))
    odd = [item for item in listed if not isinstance(item, str) or not _listed(item)]
    return _malformed(_IN_JSON, in_words(odd[0])) if odd else Directive(_listed(",".join(listed)))


def from_comment(text: str) -> Directive | None:
    """What an XML comment says, `boxlint: ignore[BX202] reason`; None where it is no suppression."""
    if not _MEANT.match(text):
        return None
    found = _IGNORE.fullmatch(text)
    rules = _listed(found[1]) if found else ""
    return Directive(rules) if rules else _malformed(_IN_COMMENT, quote(text.strip()))


def united(directives: Iterable[Directive]) -> Directive:
    """Several suppressions in one place."""
    listed = list(directives)
    rules = ", ".join(directive.rules for directive in listed if directive.rules)
    return Directive(rules, next((directive.problem for directive in listed if directive.problem), ""))


def directive_texts(directives: Mapping[int, Directive]) -> dict[str, dict[int, str]]:
    """The two columns of some rows with directives, by row."""
    return {
        "suppressed": {row: directive.rules for row, directive in directives.items() if directive.rules},
        "suppression_problem": {row: directive.problem for row, directive in directives.items() if directive.problem},
    }


def directive_columns(length: int, directives: Mapping[int, Directive]) -> dict[str, Column]:
    """The same of a whole table; a column that is blank everywhere is left out."""
    return {name: sparse_text(length, texts) for name, texts in directive_texts(directives).items() if texts}


def _listed(written: str) -> str:
    return ", ".join(part.strip() for part in written.split(",") if part.strip())


def _malformed(expected: str, got: str) -> Directive:
    return Directive(problem=f"malformed suppression: expected {expected}, got {got}")
